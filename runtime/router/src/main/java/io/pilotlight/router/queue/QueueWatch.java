package io.pilotlight.router.queue;

import io.pilotlight.queue.QueueLag;
import io.pilotlight.router.catalog.FunctionQueue;
import io.pilotlight.router.pool.Backend;
import io.pilotlight.router.pool.Pools;
import io.pilotlight.wire.queue.Brokers;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Looks once a second how many records wait for functions: one that sleeps is woken for them, and one that works on them is not idle.
 * It has a thread of its own, since brokers may be slow, or gone. Then nobody is woken for records, and nothing else is amiss.
 */
@Singleton
public class QueueWatch {

    private static final Logger LOG = Logger.getLogger(QueueWatch.class);

    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Brokers brokers;
    private final LagMetrics metrics;
    private volatile @Nullable Thread thread;

    @Inject
    QueueWatch(Brokers brokers, LagMetrics metrics) {
        this.brokers = brokers;
        this.metrics = metrics;
    }

    /** Begins to look after those pools, if there are brokers. */
    public void start(Pools pools) {
        brokers.client()
                .ifPresent(client -> thread = Thread.ofPlatform()
                        .name("queues")
                        .daemon()
                        .start(() -> watch(new QueueLag(client, PATIENCE), pools)));
    }

    private void watch(QueueLag lag, Pools pools) {
        try (lag) {
            Duration pause = INTERVAL;
            Optional<String> lastFault = Optional.empty();
            while (true) {
                Optional<String> fault = look(lag, pools.working());
                tell(fault, lastFault);
                pause = fault.isEmpty() ? INTERVAL : longer(pause);
                lastFault = fault;
                Thread.sleep(pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // it is stopped
        }
    }

    /** Looks at the queues of all. What is wrong with one is nothing to the others. */
    private Optional<String> look(QueueLag lag, List<Backend> working) throws InterruptedException {
        Optional<String> fault = Optional.empty();
        for (Backend backend : working) {
            FunctionQueue queue = backend.placement().source().queue().orElseThrow();
            try {
                backend.found(lag.of(queue.group(), queue.topics()));
            } catch (IOException | RuntimeException e) { // a fault of ours, too: it must not end the looking
                backend.lostSightOfQueue();
                fault = Optional.of(String.valueOf(e.getMessage()));
            }
        }
        metrics.show(working);
        return fault;
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    }

    /** What is wrong is said once, and so is that it is over. */
    private static void tell(Optional<String> fault, Optional<String> lastFault) {
        if (fault.isPresent() && lastFault.isEmpty()) {
            LOG.warnf("%s; until it is, records wake no function that sleeps", fault.get());
        } else if (fault.isEmpty() && lastFault.isPresent()) {
            LOG.info("the lag of all groups is known again");
        }
    }

    /** Looks no more. */
    public void stop() {
        Thread looking = thread;
        if (looking != null) {
            looking.interrupt();
        }
    }
}
