package io.pilotlight.serving.telemetry;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.Timing;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import java.util.function.IntSupplier;

/** {@code pilotlight.inference.*}: items, time in the queue, time computing, failures by code, rows that wait. */
@Singleton
public class InferenceMetrics {

    private final MeterRegistry registry;
    private final Counter items;
    private final Timer queue;
    private final Timer inference;

    @Inject
    InferenceMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.items = registry.counter("pilotlight.inference.items");
        this.queue = registry.timer("pilotlight.inference.queue");
        this.inference = registry.timer("pilotlight.inference.duration");
    }

    void answered(int count, Timing timing) {
        items.increment(count);
        queue.record(timing.queue());
        inference.record(timing.inference());
    }

    void failed(ErrorCode code) {
        registry.counter("pilotlight.inference.failures", "code", code.name()).increment();
    }

    /** Has the number of waiting rows published. */
    public void observeQueue(IntSupplier rows) {
        Gauge.builder("pilotlight.inference.queued_rows", rows::getAsInt).register(registry);
    }
}
