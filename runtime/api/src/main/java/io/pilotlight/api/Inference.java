package io.pilotlight.api;

import java.util.concurrent.CancellationException;

/**
 * The verb of everything that answers at once. It is implemented twice: outside, where items are what a function's users
 * see (a text gives a vector), and inside, where they are {@link Tensors}. Batching, caching, hedging and routing are
 * classes that implement it around another implementation of it.
 *
 * <p>An implementation is safe for use by many threads. It blocks its caller, which is meant to be a virtual thread;
 * interrupting the caller cancels what has not begun.
 */
@FunctionalInterface
public interface Inference<I, O> {

    /**
     * Answers all items or none.
     *
     * @throws InferenceException if they cannot be answered
     * @throws CancellationException if the calling thread was interrupted
     */
    Response<O> infer(Request<I> request);
}
