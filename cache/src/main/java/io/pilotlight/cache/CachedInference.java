package io.pilotlight.cache;

import io.pilotlight.api.CacheControl;
import io.pilotlight.api.CacheUse;
import io.pilotlight.api.Call;
import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.Inference;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Request;
import io.pilotlight.api.Response;
import io.pilotlight.api.Timing;
import io.pilotlight.api.Waiting;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Computes nothing that is known, and nothing twice at a time: items of a request are looked up one by one, and of those that
 * are left each is computed by one request, which the others wait for, in this process and in all replicas.
 */
final class CachedInference<I, O> implements Inference<I, O> {

    /** Of the time that is left, what a request waits for others before it computes for itself. */
    private static final int WAITING_SHARE = 2;

    /** Of items that are looked up on a thread that must not wait: to make answers of many takes long, too. */
    private static final int MOST_AT_ONCE = 8;

    /** Between two looks whether another replica has an answer. A look costs the store some microseconds. */
    private static final Duration POLL = Duration.ofMillis(2);

    /** Between two looks whether that replica has died: of a lease's lifespan, little. */
    private static final long TAKE_NANOS = Leases.LIFESPAN.toNanos() / 20;

    private final Inference<I, O> delegate;
    private final ItemCodec<I, O> codec;
    private final ItemKeys<I> keys;
    private final AnswerCache cache;
    private final Flights flights = new Flights();

    /** Around another. */
    CachedInference(Inference<I, O> delegate, ItemCodec<I, O> codec, Scope scope, AnswerCache cache) {
        this.delegate = delegate;
        this.codec = codec;
        this.keys = new ItemKeys<>(codec, scope, cache);
        this.cache = cache;
    }

    @Override
    public Response<O> infer(Request<I> request) {
        CacheControl control = request.call().cacheControl();
        if (control.noCache() && control.noStore() && !control.onlyIfCached()) {
            return bypassed(request);
        }
        List<ItemKey> keys = this.keys.of(request);
        boolean keyed = keys.size() == request.items().size();
        if (control.onlyIfCached() && !keyed) {
            throw notCached(request.items().size(), request.items().size());
        }
        return keyed ? answered(request, keys) : bypassed(request);
    }

    private Response<O> answered(Request<I> request, List<ItemKey> keys) {
        if (keys.size() > MOST_AT_ONCE) {
            Waiting.begins();
        }
        return Waiting.with(keys, () -> new Answering(request, keys), Answering::answer);
    }

    private Response<O> bypassed(Request<I> request) {
        Waiting.computes();
        return delegate.infer(request);
    }

    private static InferenceException notCached(int missing, int items) {
        return new InferenceException(
                ErrorCode.NOT_CACHED,
                "request: expected kept answers only, and " + missing + " of " + items + " items have none");
    }

    /** One request on its way, and how far it is: it may be given up, and gone on with in another attempt. */
    private final class Answering implements AutoCloseable {

        private final Request<I> request;
        private final CacheControl control;
        private final List<ItemKey> keys;
        private final Instant now = cache.now();
        private final Map<ItemKey, StoredValue> known = new HashMap<>();
        private final Set<ItemKey> hits = new HashSet<>();
        private final Map<ItemKey, O> computed = new LinkedHashMap<>();

        /** Those that this request has announced, and not yet landed. */
        private final Set<ItemKey> aloft = new HashSet<>();

        /** Those that others had announced before. */
        private final Map<ItemKey, Flights.Flight> others = new LinkedHashMap<>();

        /** Until when it waits for others. */
        private final long untilNanos;

        private @Nullable StoreQuestion<Map<ItemKey, StoredValue>> look;
        private @Nullable StoreQuestion<AnswerCache.Claim> claim;
        private boolean begun;
        private boolean lookedUp;
        private Timing timing = Timing.NONE;
        private Duration age = Duration.ZERO;
        private boolean tooOld;
        private int stored;

        Answering(Request<I> request, List<ItemKey> keys) {
            this.request = request;
            this.control = request.call().cacheControl();
            this.keys = keys;
            long asked = System.nanoTime();
            this.untilNanos = asked + Math.max(0, request.deadline().remainingNanos(asked) / WAITING_SHARE);
        }

        Response<O> answer() {
            if (!begun && !control.noCache()) {
                keys.forEach(key -> cache.near(key).ifPresent(value -> hit(key, value)));
            }
            begun = true;
            Map<ItemKey, I> missing = missing();
            if (control.onlyIfCached()) {
                lookUpShared(missing);
                require(missing);
            } else if (control.noCache()) {
                compute(missing);
            } else if (!missing.isEmpty()) {
                share(missing);
            }
            return response();
        }

        private void require(Map<ItemKey, I> missing) {
            if (!missing.isEmpty()) {
                throw notCached(missing.size(), keys.size());
            }
        }

        /** A kept answer, unless it is older than the caller wants. */
        private boolean hit(ItemKey key, StoredValue value) {
            Duration itsAge = ageOf(value);
            if (control.maxAge().isPresent()
                    && itsAge.compareTo(control.maxAge().get()) > 0) {
                tooOld = true;
                return false;
            }
            known.put(key, value);
            hits.add(key);
            age = itsAge.compareTo(age) > 0 ? itsAge : age;
            return true;
        }

        private Duration ageOf(StoredValue value) {
            Duration itsAge = Duration.between(value.computedAt(), now);
            return itsAge.isNegative() ? Duration.ZERO : itsAge;
        }

        private Map<ItemKey, I> missing() {
            Map<ItemKey, I> missing = new LinkedHashMap<>();
            for (int i = 0; i < keys.size(); i++) {
                if (!known.containsKey(keys.get(i))) {
                    missing.putIfAbsent(keys.get(i), request.items().get(i));
                }
            }
            return missing;
        }

        private void lookUpShared(Map<ItemKey, I> missing) {
            if (!missing.isEmpty() && !lookedUp) {
                shared(missing.keySet()).orElse(Map.of()).forEach((key, value) -> {
                    if (hit(key, value)) {
                        missing.remove(key);
                        land(key);
                    }
                });
                lookedUp = true;
            }
        }

        /** What the store has, if it says so in time. */
        private Optional<Map<ItemKey, StoredValue>> shared(Set<ItemKey> keys) {
            StoreQuestion<Map<ItemKey, StoredValue>> asked = look == null ? cache.shared(keys) : look;
            look = asked;
            Optional<Map<ItemKey, StoredValue>> found = asked.await();
            look = null;
            return found;
        }

        /** First computes what nobody else does, then waits for the others: two requests never wait for each other. */
        private void share(Map<ItemKey, I> missing) {
            Map<ItemKey, I> own = new LinkedHashMap<>();
            missing.forEach((key, item) -> {
                if (isAloft(key) && !isKnownMeanwhile(key)) {
                    own.put(key, item);
                }
            });
            shareWithReplicas(own);
            Map<ItemKey, I> left = new LinkedHashMap<>();
            others.forEach((key, flight) -> flight.await(untilNanos)
                    .ifPresentOrElse(value -> known.put(key, value), () -> left.put(key, missing.get(key))));
            compute(left);
        }

        /** Whether this request computes it, which it announces, unless somebody else has. */
        private boolean isAloft(ItemKey key) {
            if (!aloft.contains(key) && !others.containsKey(key)) {
                flights.board(key).ifPresentOrElse(flight -> others.put(key, flight), () -> aloft.add(key));
            }
            return aloft.contains(key);
        }

        /** Whoever waits for it here gets it, or gets to know that there is none. */
        private void land(ItemKey key) {
            if (aloft.remove(key)) {
                flights.land(key, Optional.ofNullable(known.get(key)));
            }
        }

        /** Who looked before somebody else's flight landed, and boarded after, need not fly. */
        private boolean isKnownMeanwhile(ItemKey key) {
            boolean known = cache.near(key).filter(value -> hit(key, value)).isPresent();
            if (known) {
                land(key);
            }
            return known;
        }

        /** Nobody waits for what is not kept, or has to be new. */
        private void shareWithReplicas(Map<ItemKey, I> items) {
            boolean leased =
                    cache.isShared() && !control.noStore() && control.maxAge().isEmpty();
            if (!leased || items.size() > 1) {
                lookUpShared(items); // a lease tells the same, but costs the store more where it is of many
            }
            if (!leased) {
                compute(items);
                return;
            }
            computeLeased(items);
            long nextTake = System.nanoTime() + TAKE_NANOS;
            while (!items.isEmpty() && System.nanoTime() - untilNanos < 0) {
                sleep();
                Optional<Map<ItemKey, StoredValue>> found = shared(items.keySet());
                if (found.isEmpty()) {
                    break;
                }
                found.get().forEach((key, value) -> {
                    known.put(key, value);
                    items.remove(key);
                    land(key);
                });
                if (System.nanoTime() - nextTake >= 0) {
                    nextTake += TAKE_NANOS;
                    computeLeased(items);
                }
            }
            compute(items);
        }

        /** Computes those that nobody knows and nobody else computes; leaves those that somebody does. */
        private void computeLeased(Map<ItemKey, I> items) {
            if (items.isEmpty()) {
                return;
            }
            StoreQuestion<AnswerCache.Claim> asked = claim == null ? cache.claim(items.keySet()) : claim;
            claim = asked;
            AnswerCache.Claim claimed = asked.await().orElseGet(cache::unknown);
            claimed.known().forEach((key, value) -> {
                hit(key, value);
                items.remove(key);
                land(key);
            });
            Map<ItemKey, I> own = new LinkedHashMap<>(items);
            own.keySet().removeAll(claimed.elsewhere());
            items.keySet().retainAll(claimed.elsewhere());
            Map<ItemKey, StoredValue> values = inferred(own);
            claim = null;
            claimed.lease().end();
            CompletableFuture<Void> _ = keep(values).whenComplete((_, failure) -> {
                if (failure != null) {
                    claimed.lease().release();
                }
            });
        }

        /** Nobody waits any longer for what it has not computed, here or elsewhere. */
        @Override
        public void close() {
            Set.copyOf(aloft).forEach(this::land);
            StoreQuestion<AnswerCache.Claim> left = claim;
            if (left != null) {
                claim = null;
                CompletableFuture<?> _ = left.answered().whenComplete((_, _) -> left.outcome()
                        .ifPresent(claimed -> claimed.lease().release()));
            }
        }

        private static void sleep() {
            Waiting.begins();
            try {
                Thread.sleep(POLL);
            } catch (InterruptedException e) {
                throw Call.abandoned();
            }
        }

        private void compute(Map<ItemKey, I> items) {
            CompletableFuture<Void> _ = keep(inferred(items));
        }

        private Map<ItemKey, StoredValue> inferred(Map<ItemKey, I> items) {
            Map<ItemKey, StoredValue> values = new HashMap<>();
            if (!items.isEmpty()) {
                Waiting.computes();
                Response<O> response = delegate.infer(request.withItems(List.copyOf(items.values())));
                timing = sum(timing, response.timing());
                int index = 0;
                for (ItemKey key : items.keySet()) {
                    O result = response.results().get(index++);
                    computed.put(key, result);
                    values.put(key, new StoredValue(codec.outputs(result), cache.now()));
                }
            }
            return values;
        }

        /** Completed when the answers are where replicas find them. */
        private CompletableFuture<Void> keep(Map<ItemKey, StoredValue> values) {
            known.putAll(values);
            CompletableFuture<Void> shared = CompletableFuture.completedFuture(null);
            if (!control.noStore() && !values.isEmpty()) {
                AnswerCache.Kept kept = cache.put(values);
                stored += kept.count(values.size());
                shared = kept.shared();
            }
            values.keySet().forEach(this::land);
            return shared;
        }

        private Response<O> response() {
            int knownItems = 0;
            List<O> results = new ArrayList<>(keys.size());
            for (ItemKey key : keys) {
                knownItems += hits.contains(key) ? 1 : 0;
                results.add(result(key));
            }
            CacheUse use = new CacheUse(
                    knownItems,
                    computed.size(),
                    keys.size() - knownItems - computed.size(),
                    stored,
                    control.noCache() || tooOld,
                    age,
                    cache.timeToLive().minus(age));
            return new Response<>(results, timing, use);
        }

        private O result(ItemKey key) {
            O own = computed.get(key);
            if (own != null) {
                return own;
            }
            StoredValue kept = known.get(key);
            if (kept == null) {
                throw new IllegalStateException("an item was neither known nor computed");
            }
            return codec.result(kept.outputs());
        }

        private static Timing sum(Timing one, Timing other) {
            return new Timing(one.queue().plus(other.queue()), one.inference().plus(other.inference()));
        }
    }
}
