package io.pilotlight.serving.telemetry;

import io.pilotlight.api.Inference;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Request;
import io.pilotlight.api.Response;
import io.pilotlight.wire.telemetry.TracingSwitch;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import java.util.Locale;

/** Puts a span around each inference, a child of the server's own, saying how many items it had and where its time went. */
public final class TracedInference<I, O> implements Inference<I, O> {

    private final Inference<I, O> delegate;
    private final Tracer tracer;
    private final String spanName;

    private TracedInference(Inference<I, O> delegate, Tracer tracer, String spanName) {
        this.delegate = delegate;
        this.tracer = tracer;
        this.spanName = spanName;
    }

    /** Makes them with the process's tracer, if spans go anywhere: one that nobody sees would still take its time. */
    @Singleton
    public static class Factory {

        private final Tracer tracer;
        private final boolean disabled;

        @Inject
        Factory(Tracer tracer, @ConfigProperty(name = TracingSwitch.DISABLED) boolean disabled) {
            this.tracer = tracer;
            this.disabled = disabled;
        }

        /** The delegate, traced where traces are sent. */
        public <I, O> Inference<I, O> around(String function, Inference<I, O> delegate) {
            return disabled ? delegate : new TracedInference<>(delegate, tracer, "infer " + function);
        }
    }

    @Override
    public Response<O> infer(Request<I> request) {
        Span span = tracer.spanBuilder(spanName)
                .setAttribute("pilotlight.items", request.items().size())
                .setAttribute("pilotlight.latency_tier", request.tier().name().toLowerCase(Locale.ROOT))
                .startSpan();
        try (Scope scope = span.makeCurrent()) {
            Response<O> response = delegate.infer(request);
            span.setAttribute(
                    "pilotlight.queue_seconds", response.timing().queue().toNanos() / 1e9);
            return response;
        } catch (InferenceException e) {
            span.setStatus(StatusCode.ERROR, e.code().name());
            throw e;
        } finally {
            span.end();
        }
    }
}
