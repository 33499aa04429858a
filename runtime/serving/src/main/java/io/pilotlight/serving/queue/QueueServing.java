package io.pilotlight.serving.queue;

import io.pilotlight.queue.QueueConsumer;
import io.pilotlight.queue.QueueSettings;
import io.pilotlight.serving.function.ServedFunction;
import io.pilotlight.wire.http.ShutdownConfig;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import java.time.Duration;

/** The queue's part in a process's life: it is begun when the function is ready, and finishes what it holds before the lanes end. */
@Singleton
public class QueueServing {

    private static final Logger LOG = Logger.getLogger(QueueServing.class);

    private final ServedFunction served;
    private final QueueSetup setup;
    private final Instance<RecordAnswers> answers;
    private final MeterRegistry registry;
    private final Duration drainPatience;
    private boolean draining;
    private @Nullable QueueConsumer consumer;

    @Inject
    QueueServing(
            ServedFunction served,
            QueueSetup setup,
            Instance<RecordAnswers> answers,
            MeterRegistry registry,
            ShutdownConfig shutdown) {
        this.served = served;
        this.setup = setup;
        this.answers = answers;
        this.registry = registry;
        this.drainPatience = shutdown.drainTimeout();
    }

    @Startup
    void start() {
        served.whenReady(() -> setup.of(served.name()).ifPresent(this::begin));
    }

    private synchronized void begin(QueueSettings settings) {
        if (!draining) {
            consumer = QueueConsumer.start(
                    settings,
                    answers.get(),
                    new QueueMetrics(registry, settings.topics().requests()));
        }
    }

    void drain(@Observes ShutdownDelayInitiatedEvent event) throws InterruptedException {
        QueueConsumer running;
        synchronized (this) {
            draining = true;
            running = consumer;
        }
        if (running != null && !running.stop(drainPatience)) {
            LOG.warnf("stopping with records of the queue unanswered after %s; others will answer them", drainPatience);
        }
    }
}
