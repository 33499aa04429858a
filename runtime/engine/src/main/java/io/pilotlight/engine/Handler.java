package io.pilotlight.engine;

import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Tensors;
import io.pilotlight.engine.batch.Padding;

/**
 * What makes a model a function: turns a typed item into the tensors of one row, and the model's answer into a typed
 * result. Safe for use by many threads.
 *
 * @param <I> the item, as the function's callers see it
 * @param <O> the result, likewise
 */
public interface Handler<I, O> {

    /**
     * The model's inputs for one item: a batch of one row.
     *
     * @throws InferenceException if the item cannot be answered, naming what is wrong with it
     */
    Tensors encode(I item);

    /** The result for that item out of the model's outputs for its row. */
    O decode(I item, Tensors inputs, Tensors outputs);

    /** How items of unequal length share a run, where the model's rows are independent of each other. By default they do not. */
    default Padding padding() {
        return Padding.NONE;
    }

    /** An item that the function can answer. It is asked once before the process calls itself ready. */
    I sample();
}
