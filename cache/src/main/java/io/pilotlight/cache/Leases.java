package io.pilotlight.cache;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Who of all replicas computes an answer. A lease lies where the answer will, and is put only where there is nothing: so one round
 * trip tells what is known, what somebody computes, and what is the caller's to compute. It lives for {@link #LIFESPAN}, is renewed
 * while its owner computes, and gives way to the answer; when the owner dies it ends by itself. In the store it is
 *
 * <pre>magic "PLL1" (4)  token of its owner (16)</pre>
 */
final class Leases implements AutoCloseable {

    static final Duration LIFESPAN = Duration.ofSeconds(2);

    /** Leases are renewed when they are older than the one, and looked after as often as the other says. */
    private static final long RENEWED_NANOS = LIFESPAN.toNanos() / 4;

    private static final long TICK_NANOS = LIFESPAN.toNanos() / 8;

    private static final int MAGIC = 0x504C4C31;
    private static final int TOKEN_BYTES = 16;

    private final SharedStore store;
    private final SecureRandom random = new SecureRandom();
    private final Set<Lease> held = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean renewing = new AtomicBoolean();
    private final ScheduledExecutorService renewals = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("lease-renewals").factory());

    Leases(SharedStore store) {
        this.store = store;
    }

    /**
     * What came of asking for leases.
     *
     * @param found what lies where answers are, and is no lease
     * @param elsewhere what somebody else computes
     * @param lease of those under which nothing lay
     */
    record Taken(Map<StoreKey, byte[]> found, Set<StoreKey> elsewhere, Lease lease) {}

    static boolean isLease(byte[] value) {
        return value.length == Integer.BYTES + TOKEN_BYTES
                && ByteBuffer.wrap(value).getInt() == MAGIC;
    }

    private byte[] token() {
        byte[] token = new byte[TOKEN_BYTES];
        random.nextBytes(token);
        return ByteBuffer.allocate(Integer.BYTES + TOKEN_BYTES)
                .putInt(MAGIC)
                .put(token)
                .array();
    }

    /** Asks for them. */
    StoreQuestion<Taken> take(Set<StoreKey> keys) {
        byte[] token = token();
        Map<StoreKey, byte[]> wanted = new HashMap<>();
        keys.forEach(key -> wanted.put(key, token));
        long began = System.nanoTime();
        return store.putIfAbsent(wanted, LIFESPAN, store.budget()).map(before -> taken(keys, before, token, began));
    }

    /** One of nothing. */
    Lease none() {
        return new Lease(Map.of(), System.nanoTime());
    }

    private Taken taken(Set<StoreKey> keys, Map<StoreKey, byte[]> before, byte[] token, long began) {
        Map<StoreKey, byte[]> owned = new HashMap<>();
        Map<StoreKey, byte[]> found = new HashMap<>();
        Set<StoreKey> elsewhere = new HashSet<>();
        for (StoreKey key : keys) {
            byte[] there = before.get(key);
            if (there == null) {
                owned.put(key, token);
            } else if (isLease(there)) {
                elsewhere.add(key);
            } else {
                found.put(key, there);
            }
        }
        Lease lease = new Lease(owned, began);
        if (!owned.isEmpty()) {
            held.add(lease);
            renewFromNowOn();
        }
        return new Taken(found, elsewhere, lease);
    }

    /** Not before there is a lease: a process that nobody calls has nothing to wake up for. */
    private void renewFromNowOn() {
        if (renewing.compareAndSet(false, true)) {
            var _ = renewals.scheduleWithFixedDelay(
                    () -> held.forEach(Lease::renew), TICK_NANOS, TICK_NANOS, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void close() {
        renewals.shutdownNow();
    }

    /** What one has taken, until it ends. */
    final class Lease {

        private final Map<StoreKey, byte[]> owned;
        private long renewedNanos;
        private boolean ended;

        private Lease(Map<StoreKey, byte[]> owned, long began) {
            this.owned = owned;
            this.renewedNanos = began;
        }

        /** Unless it may be over: then it may be somebody else's. */
        private synchronized void renew() {
            long now = System.nanoTime();
            if (!ended && isOurs(now) && now - renewedNanos >= RENEWED_NANOS) {
                CompletableFuture<Void> _ = store.offer(owned, LIFESPAN).whenComplete((_, failure) -> {
                    if (failure == null) {
                        renewedAt(now);
                    }
                });
            }
        }

        private boolean isOurs(long now) {
            return now - renewedNanos < LIFESPAN.toNanos();
        }

        private synchronized void renewedAt(long nanos) {
            renewedNanos = nanos;
        }

        /** No longer renewed. To be called before the answer is stored, which a renewal would else replace. */
        synchronized void end() {
            ended = true;
            held.remove(this);
        }

        /** There is no answer to come: the next may compute at once. */
        synchronized void release() {
            end();
            if (isOurs(System.nanoTime())) {
                store.remove(owned.keySet());
            }
        }
    }
}
