package io.pilotlight.router;

import io.pilotlight.router.pool.StartObserver;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import java.time.Duration;
import java.util.Map;

/** {@code faas.coldstarts} and {@code faas.init_duration}, of the processes that the router starts, by pool, function and part. */
@Singleton
public class ColdStartMetrics implements StartObserver {

    private final MeterRegistry registry;

    @Inject
    ColdStartMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void started(String pool, String function, Duration duration, Map<String, Duration> parts) {
        Tags tags = Tags.of("pool", pool, "faas.name", function);
        registry.counter("faas.coldstarts", tags).increment();
        registry.timer("faas.init_duration", tags.and("phase", "total")).record(duration);
        parts.forEach((part, took) ->
                registry.timer("faas.init_duration", tags.and("phase", part)).record(took));
    }
}
