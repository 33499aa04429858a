package io.pilotlight.cache;

import io.pilotlight.api.Waiting;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Which epoch each name is in. An epoch is a random number, a part of the key of every answer that belongs to the name; to
 * invalidate is to begin another one, after which those answers are never found again.
 *
 * <p>Replicas share epochs through the store, and believe what they have read for {@link #TRUST}, counted from before the reading.
 * Whoever begins another waits that long before he says that it is done: then nobody believes in the old one any more, whatever
 * messages were lost. An epoch that the store has forgotten is begun anew, so that a loss makes answers unknown, and never brings
 * back old ones. An epoch that cannot be read is unknown, and then nothing is looked up or kept.
 */
final class Epochs {

    /** How long an epoch that was read is believed in. */
    static final Duration TRUST = Duration.ofSeconds(1);

    /** As Infinispan has it. */
    private static final Duration FOR_EVER = Duration.ZERO;

    private static final int MOST_NAMES = 10_000;

    private final Optional<SharedStore> store;
    private final SecureRandom random = new SecureRandom();
    private final LinkedHashMap<EpochName, Read> known = new LinkedHashMap<>(16, 0.75f, true);
    private final ConcurrentMap<List<EpochName>, CompletableFuture<Void>> reading = new ConcurrentHashMap<>();
    private final AtomicBoolean refreshing = new AtomicBoolean();

    /** An epoch, and when its reading began, in nanoseconds. */
    private record Read(long epoch, long atNanos) {}

    /** What is known of a scope, and how old the oldest of it is. */
    private record Belief(Generation generation, long ageNanos) {}

    /**
     * None is known yet.
     *
     * @param store that replicas share; without one, epochs are this process's own
     */
    Epochs(Optional<SharedStore> store) {
        this.store = store;
    }

    /** In which epochs the scope is; empty while that cannot be known. */
    Optional<Generation> current(Scope scope) {
        List<EpochName> names = EpochName.of(scope);
        Optional<Belief> belief = belief(names);
        if (belief.isEmpty()) {
            Waiting.begins();
            readTogether(names);
            belief = belief(names);
            if (belief.isEmpty()) {
                refresh(names); // with more patience than this request has
            }
            return belief.map(Belief::generation);
        }
        if (store.isPresent() && belief.get().ageNanos() >= TRUST.toNanos() / 2) {
            refresh(names);
        }
        return belief.map(Belief::generation);
    }

    private synchronized Optional<Belief> belief(List<EpochName> names) {
        long now = System.nanoTime();
        long age = 0;
        long[] epochs = new long[names.size()];
        for (int i = 0; i < epochs.length; i++) {
            Read read = known.get(names.get(i));
            if (read == null) {
                return Optional.empty();
            }
            epochs[i] = read.epoch();
            age = Math.max(age, now - read.atNanos());
        }
        return store.isPresent() && age >= TRUST.toNanos()
                ? Optional.empty()
                : Optional.of(new Belief(new Generation(epochs[0], epochs[1], epochs[2]), age));
    }

    /** Many who want to know the same wait for one reading. */
    private void readTogether(List<EpochName> names) {
        CompletableFuture<Void> own = new CompletableFuture<>();
        CompletableFuture<Void> others = reading.putIfAbsent(names, own);
        if (others != null) {
            others.join();
            return;
        }
        try {
            read(names, store.map(SharedStore::budget).orElse(Duration.ZERO));
        } finally {
            reading.remove(names);
            own.complete(null);
        }
    }

    /** Before they are needed, or for the next: no request waits for it, so that it may take longer than one would wait. */
    private void refresh(List<EpochName> names) {
        if (refreshing.compareAndSet(false, true)) {
            Thread.ofVirtual().name("epochs").start(() -> {
                try {
                    store.ifPresent(SharedStore::awaitConnection);
                    read(names, StoreClient.PATIENCE);
                } finally {
                    refreshing.set(false);
                }
            });
        }
    }

    private void read(List<EpochName> names, Duration patience) {
        if (store.isEmpty()) {
            names.forEach(name -> learn(name, random.nextLong(), System.nanoTime(), false));
            return;
        }
        Set<StoreKey> keys = new HashSet<>();
        names.forEach(name -> keys.add(StoreKey.epoch(name)));
        long began = System.nanoTime();
        store.get().get(keys, patience).await().ifPresent(found -> {
            List<EpochName> missing = new ArrayList<>();
            for (EpochName name : names) {
                byte[] value = found.get(StoreKey.epoch(name));
                if (value == null) {
                    missing.add(name);
                } else {
                    learn(name, value, began);
                }
            }
            begin(missing, patience);
        });
    }

    /** Who is not the first to begin one learns the first's. */
    private void begin(List<EpochName> missing, Duration patience) {
        if (missing.isEmpty()) {
            return;
        }
        Map<EpochName, byte[]> beginnings = new HashMap<>();
        Map<StoreKey, byte[]> wanted = new HashMap<>();
        for (EpochName name : missing) {
            byte[] epoch = bytes(random.nextLong());
            beginnings.put(name, epoch);
            wanted.put(StoreKey.epoch(name), epoch);
        }
        long began = System.nanoTime();
        store.orElseThrow()
                .putIfAbsent(wanted, FOR_EVER, patience)
                .await()
                .ifPresent(before -> beginnings.forEach(
                        (name, epoch) -> learn(name, before.getOrDefault(StoreKey.epoch(name), epoch), began)));
    }

    /** What the store has of it, unless that is damaged: then it is removed, and begun anew next time. */
    private void learn(EpochName name, byte[] stored, long atNanos) {
        if (stored.length == Long.BYTES) {
            learn(name, ByteBuffer.wrap(stored).getLong(), atNanos, true);
        } else {
            store.orElseThrow().remove(Set.of(StoreKey.epoch(name)));
        }
    }

    private synchronized void learn(EpochName name, long epoch, long atNanos, boolean replace) {
        Read before = known.get(name);
        if (before == null || (replace && before.atNanos() - atNanos < 0)) {
            known.put(name, new Read(epoch, atNanos));
        }
        if (known.size() > MOST_NAMES) {
            known.pollFirstEntry();
        }
    }

    /**
     * Invalidates all answers that belong to the name. When this returns, no replica gives one of them to whoever asks then.
     *
     * @return false if the store does not confirm it: then it may not have happened
     */
    boolean begin(EpochName name) throws InterruptedException {
        long epoch = random.nextLong();
        if (store.isEmpty()) {
            learn(name, epoch, System.nanoTime(), true);
            return true;
        }
        if (!store.get().put(StoreKey.epoch(name), bytes(epoch), FOR_EVER)) {
            return false;
        }
        Thread.sleep(TRUST);
        return true;
    }

    private static byte[] bytes(long epoch) {
        return ByteBuffer.allocate(Long.BYTES).putLong(epoch).array();
    }
}
