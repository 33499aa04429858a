package io.pilotlight.engine.session;

import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Signature;
import io.pilotlight.api.Tensors;

/** A loaded model, ready to run. Safe for use by many threads; closed by its owner when none of them uses it any more. */
public interface Session extends AutoCloseable {

    /** The model's own inputs and outputs. */
    Signature signature();

    /**
     * Runs the model once, on the calling thread and the session's own.
     *
     * @throws InferenceException if the inputs do not fit the signature, or the run fails
     */
    Tensors run(Tensors inputs);

    @Override
    void close();
}
