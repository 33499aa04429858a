package io.pilotlight.queue;

import io.pilotlight.api.Deadline;

import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/**
 * The loop, from joining the group to leaving it: fetch, mark, answer, publish. Why each record gets exactly one outcome:
 *
 * <ul>
 *   <li>Outcomes are published in one transaction with the offsets that they settle, so both are there or neither is; readers see what is
 *       committed only.
 *   <li>The offsets go with the group's generation at that moment, and a broker refuses those of any other. So a process that was
 *       taken for dead publishes nothing any more, and whoever has its partitions begins where it has last committed: a group's
 *       offsets are not told while a transaction over them is open.
 *   <li>A broker does not ask whether a partition is the member's own, only whether the generation is. So what was begun in a
 *       {@linkplain Partition term} that has ended is not committed; terms begin and end inside {@code poll}, on this thread, before a
 *       new generation is known to it.
 *   <li>Whenever a transaction is undone, all partitions go back to what is committed, those too that are kept. Whenever it is not
 *       known what became of one, the session ends, and the next one asks the log.
 * </ul>
 *
 * <p>While one chunk is being answered the next one is fetched and begun, so that the model never waits for Kafka. They are committed in
 * order, one transaction at a time, by this thread alone. What is being worked on is {@linkplain WorkMarker marked} before, so that
 * a record that ends the process is found: after a crash the records that were being worked on are taken one by one.
 */
final class QueueSession implements AutoCloseable, ConsumerRebalanceListener {

    private static final Logger LOG = System.getLogger(QueueSession.class.getName());

    private static final Duration IDLE = Duration.ofMillis(500);
    private static final Duration BRIEFLY = Duration.ofMillis(10);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final QueueSettings settings;
    private final String process;
    private final RecordHandler handler;
    private final QueueObserver observer;
    private final BooleanSupplier stopping;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Outbox outbox;
    private final WindowReader windows;
    private final Backlog backlog;
    private final Fetching fetching;
    private final Publishing publishing;
    private final Marking marking;
    private final ChunkSize size;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<TopicPartition> fresh = new ArrayList<>();
    private Optional<Answering> running = Optional.empty();
    private long lastEndedNanos = System.nanoTime();

    QueueSession(
            QueueSettings settings,
            String transactionalId,
            String process,
            RecordHandler handler,
            QueueObserver observer,
            ChunkSize size,
            BooleanSupplier stopping) {
        this.settings = settings;
        this.process = process;
        this.handler = handler;
        this.observer = observer;
        this.size = size;
        this.stopping = stopping;
        this.backlog = new Backlog(settings.pace());
        this.outbox = Outbox.open(settings, transactionalId);
        this.windows = new WindowReader(settings.client(), handler, PATIENCE);
        this.consumer = QueueClients.member(settings);
        this.fetching = new Fetching(consumer, backlog, settings.topics());
        this.publishing = new Publishing(consumer, outbox, backlog, new OutcomeRecords(settings), observer, process);
        this.marking = new Marking(consumer, outbox, process);
    }

    /**
     * Works until it is told to stop.
     *
     * @throws KafkaException if it cannot go on; nothing is lost by beginning another session
     */
    void run() {
        consumer.subscribe(settings.topics().consumed(), this);
        while (!stopping.getAsBoolean()) {
            turn();
        }
        finish(Optional.empty());
        marking.clear(backlog.partitions());
    }

    private void turn() {
        fetch();
        begin();
        Optional<Partition> suspected = backlog.suspected();
        if (suspected.isPresent()) {
            finish(Optional.empty());
            if (backlog.isCurrent(suspected.get())) {
                workAlone(suspected.get());
            }
            return;
        }
        Optional<Answering> next = next();
        finish(next);
        running = next.filter(answering -> !answering.isCancelled());
        if (running.isEmpty() && backlog.isEmpty()) {
            marking.settle(backlog.partitions());
        }
        observer.lag(fetching.lag());
    }

    /** While something is being answered there is time to wait for more. */
    private void fetch() {
        boolean idle = running.isEmpty() && backlog.isEmpty();
        fetching.poll(idle ? IDLE : backlog.isEmpty() ? BRIEFLY : Duration.ZERO);
        while (backlog.isEmpty()
                && running.filter(answering -> !answering.isDone()).isPresent()) {
            fetching.poll(BRIEFLY);
        }
        int before = -1;
        while (backlog.records() > before && backlog.records() < size.wanted()) {
            before = backlog.records();
            fetching.poll(Duration.ZERO);
        }
    }

    /** Begins a term for each partition that has become ours. */
    private void begin() {
        for (TopicPartition name : List.copyOf(fresh)) {
            OffsetAndMetadata committed =
                    consumer.committed(Set.of(name), PATIENCE).get(name);
            long offset = committed == null ? fetching.firstOffset(name) : committed.offset();
            Suspects suspects = Optional.ofNullable(committed)
                    .flatMap(known -> WorkMarker.parse(known.metadata()))
                    .map(marker -> Suspects.after(marker, offset, process))
                    .orElse(Suspects.NONE);
            if (!suspects.isEmpty()) {
                LOG.log(
                        Level.WARNING,
                        "{0}: a process has ended while it worked on offsets {1} to {2}; they are taken one by one",
                        name,
                        suspects.from(),
                        suspects.until() - 1);
            }
            int window = name.topic().equals(settings.topics().requests()) ? settings.window() : 0;
            backlog.begin(new Partition(name, offset, suspects, windows.before(name, offset, window)));
            fetching.release(name, offset);
            fresh.remove(name);
        }
    }

    private Optional<Answering> next() {
        Chunk chunk = backlog.take(size.wanted());
        if (chunk.isEmpty()) {
            return Optional.empty();
        }
        if (!marking.mark(chunk, running.map(Answering::chunk))) {
            finish(Optional.empty());
            rewind(chunk.ranges().keySet());
            return Optional.empty();
        }
        observer.took(chunk.items().size(), chunk.bytes());
        return Optional.of(new Answering(chunk, handler, deadline(), threads));
    }

    private Deadline deadline() {
        return Deadline.after(settings.chunkDeadline(), System.nanoTime());
    }

    /** Publishes what is being answered, when it is; the offsets carry the marker of what has been begun after it. */
    private void finish(Optional<Answering> after) {
        if (running.isEmpty()) {
            return;
        }
        Answering answering = running.get();
        running = Optional.empty();
        List<Outcome> outcomes = answering.await();
        Duration busy = answering.busySince(lastEndedNanos);
        lastEndedNanos = answering.endedNanos();
        size.observe(answering.records(), busy);
        observer.answered(answering.records(), busy);
        if (!publishing.publish(answering.chunk(), answering.settled(outcomes), after.map(Answering::chunk))) {
            after.ifPresent(Answering::cancel);
            rewindAll();
        }
    }

    /** Takes a partition's suspected records one by one, each marked before it is answered. */
    private void workAlone(Partition partition) {
        Chunk chunk = new Chunk();
        List<Publishing.Settled> settled = new ArrayList<>();
        long until = System.nanoTime() + settings.pace().chunkTime().toNanos();
        while (partition.isNextSuspected() && System.nanoTime() - until < 0 && !stopping.getAsBoolean()) {
            QueueRecord record = backlog.remove(partition);
            Suspects suspects = partition.suspects();
            int crashes = suspects.crashes(record.offset());
            chunk.add(partition, record);
            if (crashes >= settings.crashes()) {
                LOG.log(Level.ERROR, "{0}: {1} processes have ended over it; a dead letter", record.origin(), crashes);
                settled.add(
                        partition.isRepeated(handler, record)
                                ? Publishing.Settled.duplicate(partition, record)
                                : Publishing.Settled.quarantined(partition, record, crashes));
            } else if (marking.alone(
                    partition, WorkMarker.alone(record.offset(), suspects.until(), crashes, process))) {
                Chunk alone = new Chunk();
                alone.add(partition, record);
                Answering answering = new Answering(alone, handler, deadline(), threads);
                settled.addAll(answering.settled(answering.await()));
            } else {
                rewindAll();
                return;
            }
        }
        if (!chunk.isEmpty() && !publishing.publish(chunk, settled, Optional.empty())) {
            rewindAll();
        }
    }

    private void rewindAll() {
        observer.rewound();
        rewind(List.copyOf(backlog.partitions()));
    }

    /** Ends the terms of those partitions; the next ones begin at what is committed. */
    private void rewind(Collection<Partition> partitions) {
        for (Partition partition : List.copyOf(partitions)) {
            if (backlog.isCurrent(partition)) {
                backlog.end(partition.name());
                fetching.hold(partition.name());
                fresh.add(partition.name());
            }
        }
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        fresh.addAll(partitions);
        partitions.forEach(fetching::hold);
    }

    /** They are still ours: what was begun is finished first, unless that fails. */
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        if (running.isPresent() && running.get().concerns(partitions)) {
            finish(Optional.empty());
        }
        List<Partition> given = new ArrayList<>();
        for (TopicPartition name : partitions) {
            Optional.ofNullable(backlog.get(name)).ifPresent(given::add);
        }
        marking.clear(given);
        partitions.forEach(this::forget);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        partitions.forEach(this::forget);
    }

    private void forget(TopicPartition name) {
        backlog.end(name);
        fresh.remove(name);
        fetching.forget(name);
    }

    /** Where it did not end in order, nothing is written any more: what is committed may be more than what is known here. */
    @Override
    public void close() {
        running.ifPresent(Answering::cancel);
        running = Optional.empty();
        List.copyOf(backlog.partitions()).forEach(partition -> backlog.end(partition.name()));
        threads.shutdownNow();
        quietly(() -> consumer.close(CloseOptions.timeout(PATIENCE)));
        quietly(outbox::close);
        quietly(windows::close);
    }

    private static void quietly(Runnable closing) {
        try {
            closing.run();
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "it was not closed in order", e);
        }
    }
}
