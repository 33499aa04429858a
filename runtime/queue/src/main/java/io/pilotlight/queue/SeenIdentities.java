package io.pilotlight.queue;

import io.pilotlight.api.Sha256;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * The identities of a partition's records, as far back as the window: a record is a duplicate if one within so many offsets before it
 * has its identity. That follows from the log alone, so whoever has the partition, and however often it begins again, finds the same.
 */
final class SeenIdentities {

    private final long window;
    private final Map<Sha256, Long> lastSeen = new HashMap<>();
    private final Deque<Seen> oldestFirst = new ArrayDeque<>();

    private record Seen(Sha256 identity, long offset) {}

    SeenIdentities(long window) {
        this.window = window;
    }

    /** Notes it; says whether it is a duplicate. Offsets must rise. */
    boolean isRepeated(String identity, long offset) {
        forgetBefore(offset - window);
        Sha256 digest = Sha256.ofBytes(Sha256.algorithm().digest(identity.getBytes(StandardCharsets.UTF_8)));
        oldestFirst.add(new Seen(digest, offset));
        return lastSeen.put(digest, offset) != null;
    }

    private void forgetBefore(long offset) {
        while (!oldestFirst.isEmpty() && oldestFirst.peekFirst().offset() < offset) {
            Seen oldest = oldestFirst.removeFirst();
            lastSeen.remove(oldest.identity(), oldest.offset());
        }
    }

    int size() {
        return lastSeen.size();
    }
}
