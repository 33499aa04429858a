package io.pilotlight.serving.telemetry;

import io.pilotlight.api.Inference;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Request;
import io.pilotlight.api.Response;
import io.pilotlight.api.Waiting;
import io.pilotlight.wire.telemetry.InferenceStatistics;

import java.time.Duration;
import java.util.List;

/** Counts and times what passes. */
public final class MeteredInference<I, O> implements Inference<I, O> {

    private final Inference<I, O> delegate;
    private final InferenceMetrics metrics;
    private final InferenceStatistics statistics;

    public MeteredInference(Inference<I, O> delegate, InferenceMetrics metrics, InferenceStatistics statistics) {
        this.delegate = delegate;
        this.metrics = metrics;
        this.statistics = statistics;
    }

    /** What the beginning of an inference is remembered under. */
    private record Asked(MeteredInference<?, ?> inference, List<?> items) {}

    @Override
    public Response<O> infer(Request<I> request) {
        return Waiting.with(new Asked(this, request.items()), System::nanoTime, start -> infer(request, start));
    }

    private Response<O> infer(Request<I> request, long start) {
        try {
            Response<O> response = delegate.infer(request);
            int items = request.items().size();
            metrics.answered(items, response.timing());
            statistics.answered(items, response.timing(), Duration.ofNanos(System.nanoTime() - start));
            return response;
        } catch (InferenceException e) {
            metrics.failed(e.code());
            statistics.failed(Duration.ofNanos(System.nanoTime() - start));
            throw e;
        }
    }
}
