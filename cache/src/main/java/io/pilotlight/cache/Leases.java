package io.pilotlight.cache;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Who of all replicas computes an answer. A lease is an entry of the shared store that lives for {@link #LIFESPAN} and is put only
 * where there is none; while its owner computes it is renewed, and when the owner dies it ends by itself. After the answer was
 * stored it is left to its end: whoever looked before, and comes for a lease after, finds that there was one, and then the answer.
 */
final class Leases {

    static final Duration LIFESPAN = Duration.ofSeconds(2);

    private static final long RENEWAL_NANOS = LIFESPAN.toNanos() / 3;
    private static final int TOKEN_BYTES = 16;

    private final SharedStore store;
    private final SecureRandom random = new SecureRandom();
    private final ScheduledExecutorService renewals = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("lease-renewals").factory());

    Leases(SharedStore store) {
        this.store = store;
    }

    /** Those of them that are the caller's to compute; all where the store does not say. */
    Lease take(Collection<ItemKey> keys) {
        byte[] token = new byte[TOKEN_BYTES];
        random.nextBytes(token);
        Map<StoreKey, byte[]> wanted = new HashMap<>();
        keys.forEach(key -> wanted.put(StoreKey.lease(key), token));
        long began = System.nanoTime();
        return store.putIfAbsent(wanted, LIFESPAN)
                .map(owned -> new Lease(owned, token, began))
                .orElseGet(() -> new Lease(wanted.keySet(), token, began));
    }

    /** What one has taken, until it is closed. */
    final class Lease {

        private final Set<StoreKey> owned;
        private final byte[] token;
        private final ScheduledFuture<?> renewal;
        private long renewedNanos;

        private Lease(Set<StoreKey> owned, byte[] token, long began) {
            this.owned = new HashSet<>(owned);
            this.token = token;
            this.renewedNanos = began;
            this.renewal =
                    renewals.scheduleWithFixedDelay(this::renew, RENEWAL_NANOS, RENEWAL_NANOS, TimeUnit.NANOSECONDS);
        }

        boolean isOf(ItemKey key) {
            return owned.contains(StoreKey.lease(key));
        }

        /** Unless it may have ended: then it may be somebody else's. */
        private synchronized void renew() {
            long now = System.nanoTime();
            if (now - renewedNanos < LIFESPAN.toNanos() && !owned.isEmpty()) {
                Map<StoreKey, byte[]> renewed = new HashMap<>();
                owned.forEach(key -> renewed.put(key, token));
                CompletableFuture<Void> _ = store.offer(renewed, LIFESPAN).whenComplete((_, failure) -> {
                    if (failure == null) {
                        renewedAt(now);
                    }
                });
            }
        }

        private synchronized void renewedAt(long nanos) {
            renewedNanos = nanos;
        }

        /**
         * No longer renewed.
         *
         * @param kept whether the answers are where replicas find them: then it is left to its end, else the next may compute
         */
        synchronized void end(boolean kept) {
            renewal.cancel(false);
            if (!kept && System.nanoTime() - renewedNanos < LIFESPAN.toNanos()) {
                store.remove(owned);
            }
        }
    }
}
