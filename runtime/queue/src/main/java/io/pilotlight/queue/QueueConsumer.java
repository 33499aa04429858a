package io.pilotlight.queue;

import org.apache.kafka.common.KafkaException;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Works on a function's queue, on a thread of its own, session after session: whatever ends one, brokers that are gone for a day
 * included, the next one goes on where the log says.
 */
public final class QueueConsumer {

    private static final Logger LOG = System.getLogger(QueueConsumer.class.getName());

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final QueueSettings settings;
    private final RecordHandler handler;
    private final QueueObserver observer;
    private final ChunkSize size;
    private final String process = UUID.randomUUID().toString();
    private final String transactionalId;
    private final Thread thread;
    private final CountDownLatch stop = new CountDownLatch(1);

    private QueueConsumer(QueueSettings settings, RecordHandler handler, QueueObserver observer) {
        this.settings = settings;
        this.handler = handler;
        this.observer = observer;
        this.size = new ChunkSize(settings.pace());
        this.transactionalId = settings.group() + "-" + settings.instance().orElse(process);
        this.thread = Thread.ofPlatform()
                .name("queue-" + settings.topics().requests())
                .daemon()
                .unstarted(this::work);
    }

    /** Begins, and returns at once. */
    public static QueueConsumer start(QueueSettings settings, RecordHandler handler, QueueObserver observer) {
        QueueConsumer consumer = new QueueConsumer(settings, handler, observer);
        consumer.thread.start();
        return consumer;
    }

    private void work() {
        Duration pause = FIRST_PAUSE;
        while (!isStopping()) {
            long begun = System.nanoTime();
            try (QueueSession session =
                    new QueueSession(settings, transactionalId, process, handler, observer, size, this::isStopping)) {
                LOG.log(Level.INFO, "works on topic {0}", settings.topics().requests());
                session.run();
            } catch (KafkaException | CancellationException e) {
                LOG.log(Level.WARNING, "the queue: {0}; it is gone on with", e.toString());
                LOG.log(Level.DEBUG, "the cause", e);
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "the queue: a fault of ours; what was worked on is begun again", e);
            }
            boolean lasted = System.nanoTime() - begun > LONGEST_PAUSE.toNanos();
            pause = lasted ? FIRST_PAUSE : pause;
            if (!isStopping()) {
                sleep(pause);
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    private void sleep(Duration pause) {
        try {
            boolean _ = stop.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            stop.countDown();
        }
    }

    private boolean isStopping() {
        return stop.getCount() == 0;
    }

    /**
     * Has it finish what it has begun, publish that and leave the group.
     *
     * @return whether it has, in that time
     */
    public boolean stop(Duration patience) throws InterruptedException {
        stop.countDown();
        thread.join(patience);
        return !thread.isAlive();
    }
}
