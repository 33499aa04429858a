package io.pilotlight.cache;

import io.pilotlight.api.CacheControl;
import io.pilotlight.api.CacheUse;
import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.Inference;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Request;
import io.pilotlight.api.Response;
import io.pilotlight.api.Timing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;

/**
 * Computes nothing that is known, and nothing twice at a time: items of a request are looked up one by one, and of those that
 * are left each is computed by one request, which the others wait for.
 */
public final class CachedInference<I, O> implements Inference<I, O> {

    /** Of the time that is left, what a request waits for others before it computes for itself. */
    private static final int WAITING_SHARE = 2;

    private final Inference<I, O> delegate;
    private final ItemCodec<I, O> codec;
    private final NearCache near;
    private final InstantSource clock;
    private final Flights flights = new Flights();

    /**
     * Around another.
     *
     * @param clock that the cache has too
     */
    public CachedInference(Inference<I, O> delegate, ItemCodec<I, O> codec, NearCache near, InstantSource clock) {
        this.delegate = delegate;
        this.codec = codec;
        this.near = near;
        this.clock = clock;
    }

    @Override
    public Response<O> infer(Request<I> request) {
        List<ItemKey> keys = request.items().stream()
                .map(codec::key)
                .flatMap(Optional::stream)
                .toList();
        CacheControl control = request.cacheControl();
        boolean keyed = keys.size() == request.items().size();
        if (control.onlyIfCached() && !keyed) {
            throw notCached(request.items().size(), request.items().size());
        }
        if (!keyed || (control.noCache() && control.noStore() && !control.onlyIfCached())) {
            return delegate.infer(request);
        }
        return new Answering(request, keys).answer();
    }

    private static InferenceException notCached(int missing, int items) {
        return new InferenceException(
                ErrorCode.NOT_CACHED,
                "request: expected kept answers only, and " + missing + " of " + items + " items have none");
    }

    /** One request on its way. */
    private final class Answering {

        private final Request<I> request;
        private final List<ItemKey> keys;
        private final Instant now = clock.instant();
        private final Map<ItemKey, StoredValue> known = new HashMap<>();
        private final Map<ItemKey, O> computed = new LinkedHashMap<>();
        private Timing timing = Timing.NONE;
        private Duration age = Duration.ZERO;
        private int stored;

        Answering(Request<I> request, List<ItemKey> keys) {
            this.request = request;
            this.keys = keys;
        }

        Response<O> answer() {
            CacheControl control = request.cacheControl();
            if (!control.noCache()) {
                lookUp();
            }
            Set<ItemKey> hits = Set.copyOf(known.keySet());
            Map<ItemKey, I> missing = missing();
            if (control.onlyIfCached() && !missing.isEmpty()) {
                throw notCached(missing.size(), keys.size());
            }
            if (control.noCache()) {
                compute(missing, false);
            } else if (!missing.isEmpty()) {
                share(missing);
            }
            return response(hits);
        }

        private void lookUp() {
            for (ItemKey key : keys) {
                acceptable(key).ifPresent(value -> {
                    known.put(key, value);
                    age = ageOf(value).compareTo(age) > 0 ? ageOf(value) : age;
                });
            }
        }

        private Optional<StoredValue> acceptable(ItemKey key) {
            Optional<Duration> maxAge = request.cacheControl().maxAge();
            return near.get(key)
                    .filter(value -> maxAge.isEmpty() || ageOf(value).compareTo(maxAge.get()) <= 0);
        }

        private Duration ageOf(StoredValue value) {
            Duration age = Duration.between(value.computedAt(), now);
            return age.isNegative() ? Duration.ZERO : age;
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

        /** First computes what nobody else does, then waits for the others: two requests never wait for each other. */
        private void share(Map<ItemKey, I> missing) {
            Map<ItemKey, I> own = new LinkedHashMap<>();
            Map<ItemKey, Flights.Flight> others = new LinkedHashMap<>();
            missing.forEach((key, item) ->
                    flights.board(key).ifPresentOrElse(flight -> others.put(key, flight), () -> own.put(key, item)));
            own.keySet().removeIf(this::isKnownMeanwhile);
            if (!own.isEmpty()) {
                compute(own, true);
            }
            Map<ItemKey, I> left = new LinkedHashMap<>();
            others.forEach((key, flight) -> await(flight)
                    .ifPresentOrElse(value -> known.put(key, value), () -> left.put(key, missing.get(key))));
            if (!left.isEmpty()) {
                compute(left, false);
            }
        }

        /** Who looked before somebody else's flight landed, and boarded after, need not fly. */
        private boolean isKnownMeanwhile(ItemKey key) {
            Optional<StoredValue> value = acceptable(key);
            value.ifPresent(it -> {
                known.put(key, it);
                flights.land(key, value);
            });
            return value.isPresent();
        }

        private Optional<StoredValue> await(Flights.Flight flight) {
            try {
                long left = request.deadline().remainingNanos(System.nanoTime());
                return flight.await(Math.max(0, left / WAITING_SHARE));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("the caller went away");
            }
        }

        private void compute(Map<ItemKey, I> items, boolean announced) {
            Map<ItemKey, StoredValue> values = new HashMap<>();
            try {
                Response<O> response = delegate.infer(request.withItems(List.copyOf(items.values())));
                int index = 0;
                for (ItemKey key : items.keySet()) {
                    O result = response.results().get(index++);
                    computed.put(key, result);
                    values.put(key, new StoredValue(codec.outputs(result), clock.instant()));
                }
                timing = sum(timing, response.timing());
                if (!request.cacheControl().noStore()) {
                    values.forEach((key, value) -> stored += near.put(key, value) ? 1 : 0);
                }
            } finally {
                if (announced) {
                    items.keySet().forEach(key -> flights.land(key, Optional.ofNullable(values.get(key))));
                }
            }
        }

        private Response<O> response(Set<ItemKey> hits) {
            int knownItems = (int) keys.stream().filter(hits::contains).count();
            CacheUse use = new CacheUse(
                    knownItems,
                    computed.size(),
                    keys.size() - knownItems - computed.size(),
                    stored,
                    request.cacheControl().noCache(),
                    age,
                    near.timeToLive().minus(age));
            return new Response<>(keys.stream().map(this::result).toList(), timing, use);
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
