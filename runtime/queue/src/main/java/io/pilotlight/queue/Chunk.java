package io.pilotlight.queue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Records that are worked on together, in the order of their partitions, and how far work on those has come with them. */
final class Chunk {

    private final List<Item> items = new ArrayList<>();
    private final Map<Partition, Range> ranges = new LinkedHashMap<>();
    private long bytes;

    /** One of the records, and the term in which it was taken. */
    record Item(Partition partition, QueueRecord record) {}

    /**
     * Offsets of a partition.
     *
     * @param from of the first record
     * @param to where the next work begins
     */
    record Range(long from, long to) {}

    void add(Partition partition, QueueRecord record) {
        items.add(new Item(partition, record));
        bytes += record.size();
        ranges.merge(
                partition,
                new Range(record.offset(), partition.next()),
                (known, added) -> new Range(known.from(), added.to()));
    }

    List<Item> items() {
        return items;
    }

    Map<Partition, Range> ranges() {
        return ranges;
    }

    Optional<Range> range(Partition partition) {
        return Optional.ofNullable(ranges.get(partition));
    }

    long bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return items.isEmpty();
    }
}
