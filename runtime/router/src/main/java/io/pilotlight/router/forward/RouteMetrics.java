package io.pilotlight.router.forward;

import io.pilotlight.api.Timing;
import io.pilotlight.router.decision.Decision.Route;
import io.pilotlight.wire.telemetry.InferenceStatistics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * {@code pilotlight.router.*}: where requests went and why, what was sent again, and what kept responses saved. And what
 * became of each function's requests, as the Open Inference Protocol's statistics have it.
 */
public final class RouteMetrics {

    private final MeterRegistry registry;
    private final ConcurrentMap<Key, Counter> routes = new ConcurrentHashMap<>();
    private final ConcurrentMap<Key, Counter> responses = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, InferenceStatistics> statistics = new ConcurrentHashMap<>();
    private final Counter repeated;

    private record Key(String function, String pool, String what) {}

    public RouteMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.repeated = registry.counter("pilotlight.router.repeated");
    }

    void routed(String function, String pool, Route route) {
        routes.computeIfAbsent(
                        new Key(function, pool, route.toString()), key -> Counter.builder("pilotlight.router.requests")
                                .tag("function", key.function())
                                .tag("pool", key.pool())
                                .tag("route", key.what())
                                .register(registry))
                .increment();
    }

    /** A response was found, collapsed or kept. */
    void kept(String function, String what) {
        responses
                .computeIfAbsent(new Key(function, "", what), key -> Counter.builder("pilotlight.router.responses")
                        .tag("function", key.function())
                        .tag("result", key.what())
                        .register(registry))
                .increment();
    }

    /** A request was answered, which began so long after it had come. */
    void answered(String function, Timing timing, Duration took) {
        statistics(function).answered(1, timing, took);
    }

    /** A request for a function was refused, by it or here. */
    void failed(String function, Duration took) {
        statistics(function).failed(took);
    }

    private InferenceStatistics statistics(String function) {
        return statistics.computeIfAbsent(function, name -> new InferenceStatistics());
    }

    /** What became of a function's requests so far. */
    public InferenceStatistics.Snapshot outcomes(String function) {
        return statistics(function).snapshot();
    }

    void repeated() {
        repeated.increment();
    }
}
