package io.pilotlight.queue;

import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The partitions that are ours, and what of them was fetched and waits to be taken on. Bounded by not fetching more. */
final class Backlog {

    private final Map<TopicPartition, Partition> partitions = new HashMap<>();
    private final QueueSettings.Pace pace;
    private int records;
    private long bytes;
    private int turn;

    Backlog(QueueSettings.Pace pace) {
        this.pace = pace;
    }

    void begin(Partition partition) {
        end(partition.name());
        partitions.put(partition.name(), partition);
    }

    /** Its term is over; what waits of it is forgotten. */
    void end(TopicPartition name) {
        Partition ended = partitions.remove(name);
        while (ended != null && ended.peek() != null) {
            remove(ended);
        }
    }

    @Nullable
    Partition get(TopicPartition name) {
        return partitions.get(name);
    }

    /** Whether the term has not ended. */
    boolean isCurrent(Partition partition) {
        return partitions.get(partition.name()) == partition;
    }

    Collection<Partition> partitions() {
        return partitions.values();
    }

    /** Adds what was fetched of a partition. */
    void add(Partition partition, QueueRecord record) {
        partition.add(record);
        records++;
        bytes += record.size();
    }

    int records() {
        return records;
    }

    boolean isEmpty() {
        return records == 0;
    }

    boolean isFull() {
        return records >= pace.maxRecords() || bytes >= pace.maxBytes();
    }

    /** A partition whose next record is one to be worked on alone. */
    Optional<Partition> suspected() {
        return partitions.values().stream().filter(Partition::isNextSuspected).findFirst();
    }

    QueueRecord remove(Partition partition) {
        QueueRecord record = partition.take();
        records--;
        bytes -= record.size();
        return record;
    }

    /** The next records, of all partitions as evenly as may be; none that is suspected. */
    Chunk take(int wanted) {
        List<Partition> inTurn = new ArrayList<>(partitions.values());
        inTurn.sort(
                Comparator.comparing((Partition partition) -> partition.name().topic())
                        .thenComparing(partition -> partition.name().partition()));
        Chunk chunk = new Chunk();
        boolean taken = true;
        int left = wanted;
        while (taken && left > 0) {
            taken = false;
            int share = Math.max(1, left / Math.max(1, inTurn.size()));
            for (int i = 0; i < inTurn.size() && left > 0; i++) {
                Partition partition = inTurn.get(Math.floorMod(i + turn, inTurn.size()));
                int before = chunk.items().size();
                take(partition, Math.min(share, left), chunk);
                left -= chunk.items().size() - before;
                taken |= chunk.items().size() > before;
            }
        }
        turn++;
        return chunk;
    }

    private void take(Partition partition, int most, Chunk chunk) {
        for (int i = 0; i < most; i++) {
            QueueRecord next = partition.peek();
            if (next == null
                    || partition.isNextSuspected()
                    || (!chunk.isEmpty() && chunk.bytes() + next.size() > pace.maxBytes())) {
                return;
            }
            chunk.add(partition, remove(partition));
        }
    }
}
