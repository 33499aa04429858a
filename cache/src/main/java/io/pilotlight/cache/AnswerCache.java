package io.pilotlight.cache;

import io.pilotlight.api.Inference;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Answers that are kept: in this process's memory, and where there is a store, in what all replicas share. */
public final class AnswerCache implements AutoCloseable {

    private static final Logger LOG = System.getLogger(AnswerCache.class.getName());

    private static final CompletableFuture<Void> NOWHERE =
            CompletableFuture.failedFuture(new IllegalStateException("no store"));

    private final NearCache near;
    private final Duration timeToLive;
    private final Optional<SharedStore> store;
    private final Optional<Leases> leases;
    private final Epochs epochs;
    private final InstantSource clock;

    /**
     * Empty, and connected to nothing.
     *
     * @param nearBytes what answers may take of this process's memory
     * @param timeToLive how long an answer is kept after it was computed
     * @param store that replicas share
     */
    public AnswerCache(long nearBytes, Duration timeToLive, Optional<SharedStore> store, InstantSource clock) {
        this.near = new NearCache(nearBytes, timeToLive, clock);
        this.timeToLive = timeToLive;
        this.store = store;
        this.leases = store.map(Leases::new);
        this.epochs = new Epochs(store);
        this.clock = clock;
    }

    /** An inference whose answers are kept here. */
    public <I, O> Inference<I, O> around(Inference<I, O> inference, ItemCodec<I, O> codec, Scope scope) {
        epochs.current(scope); // begins to connect, so that the first caller need not do without
        return new CachedInference<>(inference, codec, scope, this);
    }

    /**
     * Makes all answers unknown that belong to the name. When this returns, no replica gives one of them to whoever asks then.
     *
     * @return false if the store that replicas share does not confirm it: then it may not have happened
     */
    public boolean invalidate(EpochName name) throws InterruptedException {
        return epochs.begin(name);
    }

    /** Of all that is kept in this process's memory, about. */
    public long nearBytes() {
        return near.bytes();
    }

    /** What the store that replicas share was asked and gave. */
    public Optional<StoreUse> storeUse() {
        return store.map(SharedStore::use);
    }

    @Override
    public void close() {
        leases.ifPresent(Leases::close);
        store.ifPresent(SharedStore::close);
    }

    Optional<Generation> generation(Scope scope) {
        return epochs.current(scope);
    }

    /** Whether there is a store that replicas share. */
    boolean isShared() {
        return leases.isPresent();
    }

    Duration timeToLive() {
        return timeToLive;
    }

    Instant now() {
        return clock.instant();
    }

    /** What this process remembers. */
    Optional<StoredValue> near(ItemKey key) {
        return near.get(key);
    }

    /** Those that replicas have kept, in one round trip; this process remembers them from then on. */
    StoreQuestion<Map<ItemKey, StoredValue>> shared(Set<ItemKey> keys) {
        return store.map(it -> it.get(storeKeys(keys), it.budget()).map(this::read))
                .orElseGet(StoreQuestion::unanswered);
    }

    private static Set<StoreKey> storeKeys(Set<ItemKey> keys) {
        return keys.stream().map(StoreKey::answer).collect(Collectors.toSet());
    }

    /**
     * What there is to know before one computes.
     *
     * @param known what replicas have kept; this process remembers it from now on
     * @param elsewhere what another replica computes
     * @param lease of what is left: nobody else computes that while the caller does
     */
    record Claim(Map<ItemKey, StoredValue> known, Set<ItemKey> elsewhere, Leases.Lease lease) {}

    /** Asks that where answers are shared, in one round trip. */
    StoreQuestion<Claim> claim(Set<ItemKey> keys) {
        return leases.orElseThrow().take(storeKeys(keys)).map(this::claim);
    }

    private Claim claim(Leases.Taken taken) {
        Set<ItemKey> elsewhere =
                taken.elsewhere().stream().map(StoreKey::digest).collect(Collectors.toSet());
        return new Claim(read(taken.found()), elsewhere, taken.lease());
    }

    /** What there is to know where the store does not say. */
    Claim unknown() {
        return new Claim(Map.of(), Set.of(), leases.orElseThrow().none());
    }

    private Map<ItemKey, StoredValue> read(Map<StoreKey, byte[]> found) {
        Instant oldest = now().minus(timeToLive);
        Map<ItemKey, StoredValue> values = new HashMap<>();
        found.forEach((key, bytes) -> {
            Optional<StoredValue> value = StoredValue.read(bytes, key.digest());
            if (value.isEmpty() && !Leases.isLease(bytes)) {
                LOG.log(Level.WARNING, "a damaged answer was removed from the shared cache: {0}", key.digest());
                store.ifPresent(it -> it.remove(Set.of(key)));
            }
            value.filter(it -> it.computedAt().isAfter(oldest)).ifPresent(it -> {
                values.put(key.digest(), it);
                near.put(key.digest(), it);
            });
        });
        return values;
    }

    /**
     * What becomes of answers that are to be kept.
     *
     * @param here how many this process remembers
     * @param shared completed when they are where replicas find them; fails if they will not be
     */
    record Kept(int here, CompletableFuture<Void> shared) {

        /** Of so many, as far as is known at once. */
        int count(int values) {
            return shared.isCompletedExceptionally() ? here : values;
        }
    }

    /** Keeps them, here at once and for other replicas soon. */
    Kept put(Map<ItemKey, StoredValue> values) {
        int here = 0;
        for (Map.Entry<ItemKey, StoredValue> value : values.entrySet()) {
            here += near.put(value.getKey(), value.getValue()) ? 1 : 0;
        }
        return new Kept(here, offer(values));
    }

    private CompletableFuture<Void> offer(Map<ItemKey, StoredValue> values) {
        if (store.isEmpty()) {
            return NOWHERE;
        }
        Map<StoreKey, byte[]> written = new HashMap<>();
        values.forEach((key, value) -> written.put(StoreKey.answer(key), value.bytes(key)));
        return store.get().offer(written, timeToLive);
    }
}
