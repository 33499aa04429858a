package io.pilotlight.cache;

import io.pilotlight.api.Sha256;
import io.pilotlight.api.Shape;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.Tensors;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Whole responses that are kept, beside items: found by all that a request says, and forgotten with the function, the tenant and every
 * answer digest that they may rest on. Nothing is leased here; whoever computes items does that.
 */
public final class ResponseCache {

    private static final String OPERATION = "response";

    private final AnswerCache cache;

    public ResponseCache(AnswerCache cache) {
        this.cache = cache;
    }

    /**
     * What responses rest on.
     *
     * @param version of the function, whose responses no other version gives
     * @param answerDigests of everything that may compute them; at least one
     */
    public record Origin(String tenant, String function, Sha256 version, List<Sha256> answerDigests) {

        public Origin {
            answerDigests = List.copyOf(answerDigests);
            if (answerDigests.isEmpty()) {
                throw new IllegalArgumentException("origin: expected at least one answer digest, got none");
            }
        }
    }

    /**
     * A kept response.
     *
     * @param timeToLive how long it is still kept
     */
    public record Kept(Tensors response, Duration age, Duration timeToLive) {}

    /** Begins to connect, and to learn the epochs of such responses, so that the first caller need not do without. */
    public void expect(Origin origin) {
        origin.answerDigests().forEach(digest -> cache.generation(scope(origin, digest)));
    }

    /**
     * Under what the response to a request is kept; empty while epochs are unknown. Waits for the store if they are not known here, and
     * {@link io.pilotlight.api.Waiting} can forbid that.
     */
    public Optional<ItemKey> key(Origin origin, Tensors request) {
        long[] epochs = new long[origin.answerDigests().size()];
        Optional<Generation> generation = Optional.empty();
        for (int i = 0; i < epochs.length; i++) {
            generation = cache.generation(scope(origin, origin.answerDigests().get(i)));
            if (generation.isEmpty()) {
                return Optional.empty();
            }
            epochs[i] = generation.get().answerDigest();
        }
        SequencedMap<String, Tensor> question = new LinkedHashMap<>(request.byName());
        question.put("epochs", Tensor.of(Shape.of(epochs.length), epochs));
        return generation.map(it -> KeyDigest.in(scope(origin, origin.version()), it)
                .inputs(new Tensors(question))
                .key());
    }

    private static Scope scope(Origin origin, Sha256 digest) {
        return new Scope(origin.tenant(), origin.function(), digest, OPERATION);
    }

    /** What this process remembers. */
    public Optional<Kept> near(ItemKey key) {
        return cache.near(key).map(this::kept);
    }

    /** What any process has kept. */
    public StoreQuestion<Optional<Kept>> shared(ItemKey key) {
        return cache.shared(Set.of(key))
                .map(found -> Optional.ofNullable(found.get(key)).map(this::kept));
    }

    private Kept kept(StoredValue value) {
        Duration age = Duration.between(value.computedAt(), cache.now());
        Duration shown = age.isNegative() ? Duration.ZERO : age;
        return new Kept(value.outputs(), shown, cache.timeToLive().minus(shown));
    }

    /**
     * Keeps a response.
     *
     * @param age of what it rests on
     * @return whether this process does; others will find it soon, if there is room
     */
    public boolean keep(ItemKey key, Tensors response, Duration age) {
        Instant computedAt = cache.now().minus(age);
        return cache.put(Map.of(key, new StoredValue(response, computedAt))).here() > 0;
    }
}
