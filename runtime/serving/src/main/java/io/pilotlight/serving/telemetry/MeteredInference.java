package io.pilotlight.serving.telemetry;

import io.pilotlight.api.Inference;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Request;
import io.pilotlight.api.Response;

/** Counts and times what passes. */
public final class MeteredInference<I, O> implements Inference<I, O> {

    private final Inference<I, O> delegate;
    private final InferenceMetrics metrics;

    public MeteredInference(Inference<I, O> delegate, InferenceMetrics metrics) {
        this.delegate = delegate;
        this.metrics = metrics;
    }

    @Override
    public Response<O> infer(Request<I> request) {
        try {
            Response<O> response = delegate.infer(request);
            metrics.answered(request.items().size(), response.timing());
            return response;
        } catch (InferenceException e) {
            metrics.failed(e.code());
            throw e;
        }
    }
}
