package io.pilotlight.cache;

import io.pilotlight.api.Tensor;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answers in this process's memory: bounded by bytes and by age; those that were not asked for the longest go first. Its lock is
 * held for a look into a hash table.
 */
final class NearCache {

    /** Of a key, a value and the table's entry, beside the elements; as objects lie on 64-bit JVMs, rounded up. */
    private static final int ENTRY_BYTES = 512;

    /** Of an array, beside what is in it. */
    private static final int ARRAY_BYTES = 24;

    private final long maxBytes;
    private final Duration timeToLive;
    private final InstantSource clock;
    private final Map<ItemKey, Weighed> values = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /** A value, and what it takes: to find that out anew when it goes would touch memory that nobody has touched for long. */
    private record Weighed(StoredValue value, long weight) {}

    /**
     * Empty.
     *
     * @param timeToLive after which an answer is forgotten
     */
    NearCache(long maxBytes, Duration timeToLive, InstantSource clock) {
        this.maxBytes = maxBytes;
        this.timeToLive = timeToLive;
        this.clock = clock;
    }

    synchronized Optional<StoredValue> get(ItemKey key) {
        Weighed found = values.get(key);
        if (found == null) {
            return Optional.empty();
        }
        if (!clock.instant().isBefore(found.value().computedAt().plus(timeToLive))) {
            values.remove(key);
            bytes -= found.weight();
            return Optional.empty();
        }
        return Optional.of(found.value());
    }

    /** Keeps it, if it is not too large for that. */
    synchronized boolean put(ItemKey key, StoredValue value) {
        long weight = weight(value);
        if (weight > maxBytes) {
            return false;
        }
        Weighed before = values.put(key, new Weighed(value, weight));
        bytes += weight - (before == null ? 0 : before.weight());
        Iterator<Weighed> eldest = values.values().iterator();
        while (bytes > maxBytes) {
            bytes -= eldest.next().weight();
            eldest.remove();
        }
        return true;
    }

    /** Of all that it holds, about. */
    synchronized long bytes() {
        return bytes;
    }

    static long weight(StoredValue value) {
        long weight = ENTRY_BYTES;
        for (Tensor tensor : value.outputs().byName().values()) {
            weight += switch (tensor) {
                case Tensor.Numeric numeric -> numeric.data().remaining();
                case Tensor.Bytes texts -> weight(texts.elements());
            };
        }
        return weight;
    }

    private static long weight(List<byte[]> elements) {
        long weight = (long) ARRAY_BYTES * elements.size();
        for (byte[] element : elements) {
            weight += element.length;
        }
        return weight;
    }
}
