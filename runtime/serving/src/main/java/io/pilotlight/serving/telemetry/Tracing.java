package io.pilotlight.serving.telemetry;

import io.pilotlight.api.Inference;
import io.pilotlight.wire.telemetry.TracingSwitch;

import io.opentelemetry.api.trace.Tracer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Puts spans around what a function does, if spans go anywhere: one that nobody sees would still take its time. */
@Singleton
public class Tracing {

    private final Tracer tracer;
    private final boolean disabled;

    @Inject
    Tracing(Tracer tracer, @ConfigProperty(name = TracingSwitch.DISABLED) boolean disabled) {
        this.tracer = tracer;
        this.disabled = disabled;
    }

    /** What computes, traced where traces are sent. */
    public <I, O> Inference<I, O> aroundInference(String function, Inference<I, O> delegate) {
        return disabled ? delegate : new TracedInference<>(delegate, tracer, "infer " + function);
    }

    /** What has a cache, traced where traces are sent. */
    public <I, O> Inference<I, O> aroundCache(String function, Inference<I, O> delegate) {
        return disabled ? delegate : new TracedCache<>(delegate, tracer, "cache " + function);
    }
}
