package io.pilotlight.serving;

import io.pilotlight.engine.Handler;
import io.pilotlight.engine.model.ModelFiles;

/**
 * What a function's module supplies, as one CDI bean: the way to its handler. The bean's class also declares the function
 * to Funqy, with one method annotated {@link io.quarkus.funqy.Funq} that asks {@link Answers}.
 *
 * @param <I> a record: what callers send
 * @param <O> a record: what they get
 */
public interface FunctionDefinition<I extends Record, O extends Record> {

    /**
     * Loads what the handler needs beside the model, its tokenizer for instance. Called once, on a thread of its own,
     * while the model's session is made on another; of a class without fields of its own before there is an application, on an
     * object that is not the bean. The handler may know more kinds of items than callers send, for
     * {@link io.pilotlight.serving.openai.TokenEmbeddingModel} for instance.
     */
    Handler<? super I, O> load(ModelFiles files);

    /**
     * Whether the function's method waits for nothing but {@link Answers}, and has no effect before it asks them. A small request is
     * then begun on the event loop; where it has to wait, the method is called again, there or on a thread of its own.
     */
    default boolean nonBlocking() {
        return false;
    }
}
