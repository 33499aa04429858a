package io.pilotlight.router.forward;

import io.pilotlight.router.decision.Decision.Route;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** {@code pilotlight.router.*}: where requests went and why, what was sent again, and what kept responses saved. */
public final class RouteMetrics {

    private final MeterRegistry registry;
    private final ConcurrentMap<Key, Counter> routes = new ConcurrentHashMap<>();
    private final ConcurrentMap<Key, Counter> responses = new ConcurrentHashMap<>();
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

    void repeated() {
        repeated.increment();
    }
}
