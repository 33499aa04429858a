package io.pilotlight.wire.telemetry;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * How this process came to be ready: {@code faas.init_duration} in seconds, by phase. Phases may run side by side, so they
 * do not add up to {@code total}.
 */
@Singleton
public class ColdStart {

    private final MeterRegistry registry;
    private final Map<String, Duration> phases = new ConcurrentSkipListMap<>();

    @Inject
    ColdStart(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Runs a phase and takes its time. */
    public <T> T timed(String phase, Supplier<T> work) {
        long start = System.nanoTime();
        T result = work.get();
        took(phase, Duration.ofNanos(System.nanoTime() - start));
        return result;
    }

    /** A phase that began with the process is over. */
    public void passed(String phase) {
        took(phase, ProcessAge.now());
    }

    /** The first answer has been computed: from now on requests are served. */
    public void ready() {
        passed("total");
        // Read when it is asked for: a count may be lost that is made before the last exporter has been set up.
        FunctionCounter.builder("faas.coldstarts", this, process -> 1).register(registry);
    }

    private void took(String phase, Duration duration) {
        phases.put(phase, duration);
        Gauge.builder("faas.init_duration", () -> duration.toNanos() / 1e9)
                .tag("phase", phase)
                .baseUnit("seconds")
                .register(registry);
    }

    /** As in the log: {@code runtime 31 ms, session 62 ms, ...}. */
    @Override
    public String toString() {
        return phases.entrySet().stream()
                .map(phase -> phase.getKey() + " " + phase.getValue().toMillis() + " ms")
                .collect(Collectors.joining(", "));
    }
}
