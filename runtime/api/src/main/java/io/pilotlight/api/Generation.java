package io.pilotlight.api;

import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * The verb of everything that answers bit by bit: one request gives a stream of tokens. Wrapped by classes of its own
 * kind, as {@link Inference} is.
 */
@FunctionalInterface
public interface Generation<I, T> {

    /**
     * Answers the request's only item, handing over each token as soon as it is there, on the calling thread. Returning
     * ends the stream; a slow {@code tokens} slows the generation down.
     *
     * @throws InferenceException if the stream cannot begin or go on
     * @throws CancellationException if the calling thread was interrupted
     */
    void generate(Request<I> request, Consumer<? super T> tokens);
}
