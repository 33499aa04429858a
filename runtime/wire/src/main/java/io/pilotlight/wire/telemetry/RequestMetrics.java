package io.pilotlight.wire.telemetry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** {@code http.server.request.duration} and {@code http.server.active_requests}, as OpenTelemetry names them. */
@Singleton
public class RequestMetrics {

    /** The bucket bounds that the semantic conventions advise, and finer ones below: our answers take milliseconds. */
    private static final Duration[] BUCKETS = {
        Duration.ofNanos(500_000),
        Duration.ofMillis(1),
        Duration.ofNanos(2_500_000),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    private final MeterRegistry registry;
    private final ConcurrentMap<Key, Timer> timers = new ConcurrentHashMap<>();

    private record Key(String route, int status) {}

    @Inject
    public RequestMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** One request has been answered. */
    public void record(String route, int status, long startNanos) {
        timers.computeIfAbsent(new Key(route, status), this::timer)
                .record(System.nanoTime() - startNanos, TimeUnit.NANOSECONDS);
    }

    /** Has the number of requests in flight published. */
    public void observeActive(IntSupplier active) {
        Gauge.builder("http.server.active_requests", active::getAsInt).register(registry);
    }

    private Timer timer(Key key) {
        return Timer.builder("http.server.request.duration")
                .tag("http.route", key.route())
                .tag("http.response.status_code", String.valueOf(key.status()))
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }
}
