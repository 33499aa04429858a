package io.pilotlight.serving.queue;

import io.pilotlight.queue.QueueObserver;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** {@code messaging.*} as OpenTelemetry names them, and {@code pilotlight.queue.*}. */
final class QueueMetrics implements QueueObserver {

    private static final String SYSTEM = "messaging.system";
    private static final String KAFKA = "kafka";
    private static final String DESTINATION = "messaging.destination.name";

    private final MeterRegistry registry;
    private final String topic;
    private final AtomicLong lag = new AtomicLong();
    private final DistributionSummary batchRecords;
    private final DistributionSummary batchBytes;
    private final DistributionSummary attempts;
    private final Timer process;
    private final Timer age;

    /** Of that topic of requests. */
    QueueMetrics(MeterRegistry registry, String topic) {
        this.registry = registry;
        this.topic = topic;
        this.batchRecords = registry.summary("pilotlight.queue.batch.records");
        this.batchBytes = registry.summary("pilotlight.queue.batch.bytes");
        this.attempts = registry.summary("pilotlight.queue.attempts");
        this.process = registry.timer("messaging.process.duration", SYSTEM, KAFKA, DESTINATION, topic);
        this.age = registry.timer("pilotlight.queue.age");
        Gauge.builder("pilotlight.queue.lag", lag::get).tag(DESTINATION, topic).register(registry);
    }

    @Override
    public void took(int records, long bytes) {
        registry.counter("messaging.client.consumed.messages", SYSTEM, KAFKA, DESTINATION, topic)
                .increment(records);
        batchRecords.record(records);
        batchBytes.record((double) bytes);
    }

    @Override
    public void answered(int records, Duration duration) {
        process.record(duration);
    }

    @Override
    public void settled(Kind kind, String code, int tried, Duration sinceWritten) {
        registry.counter("pilotlight.queue.outcomes", "outcome", kind.name().toLowerCase(Locale.ROOT), "code", code)
                .increment();
        if (kind == Kind.RESULT || kind == Kind.DEAD_LETTER) {
            attempts.record(tried);
            age.record(sinceWritten);
        }
    }

    @Override
    public void lag(long records) {
        lag.set(records);
    }

    @Override
    public void rewound() {
        registry.counter("pilotlight.queue.rewinds").increment();
    }
}
