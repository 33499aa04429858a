package io.pilotlight.queue;

import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * What this process knows of a partition, from when it became its own until it is not, or until work on it begins again. Another
 * object is another term: what was begun in one is not committed in the next.
 */
final class Partition {

    private final TopicPartition name;
    private final Deque<QueueRecord> waiting = new ArrayDeque<>();
    private final SeenIdentities seen;
    private long committed;
    private boolean marked;
    private Suspects suspects;
    private long position;

    /**
     * Begins a term.
     *
     * @param committed where work goes on
     * @param suspects among what is not committed
     */
    Partition(TopicPartition name, long committed, Suspects suspects, SeenIdentities seen) {
        this.name = name;
        this.committed = committed;
        this.position = committed;
        this.suspects = suspects;
        this.seen = seen;
    }

    TopicPartition name() {
        return name;
    }

    /** Whether the record's identity was seen before it, within the window. What is retried is no duplicate of itself. */
    boolean isRepeated(RecordHandler handler, QueueRecord record) {
        return isOfRequests(record)
                && handler.identity(record)
                        .filter(identity -> seen.isRepeated(identity, record.offset()))
                        .isPresent();
    }

    private static boolean isOfRequests(QueueRecord record) {
        return record.origin().topic().equals(record.record().topic());
    }

    long committed() {
        return committed;
    }

    /** Whether a marker lies beside what is committed. */
    boolean isMarked() {
        return marked;
    }

    /** Everything before that offset has its outcome, and that is committed. */
    void committed(long offset, boolean withMarker) {
        committed = offset;
        marked = withMarker;
        suspects = suspects.from(offset);
    }

    Suspects suspects() {
        return suspects;
    }

    void add(QueueRecord record) {
        waiting.add(record);
        position = record.offset() + 1;
    }

    /** Nothing lies before that offset that has not been added. */
    void fetchedUpTo(long offset) {
        position = Math.max(position, offset);
    }

    int waiting() {
        return waiting.size();
    }

    @Nullable
    QueueRecord peek() {
        return waiting.peekFirst();
    }

    QueueRecord take() {
        return waiting.removeFirst();
    }

    /** Whether the next record is one to be worked on alone. */
    boolean isNextSuspected() {
        QueueRecord next = waiting.peekFirst();
        return next != null && suspects.contains(next.offset());
    }

    /** Where work goes on when all that was taken is done. */
    long next() {
        return Optional.ofNullable(waiting.peekFirst()).map(QueueRecord::offset).orElse(position);
    }
}
