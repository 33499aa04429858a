package io.pilotlight.cache;

import io.pilotlight.api.Sha256;
import io.pilotlight.api.Shape;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.Tensors;
import io.pilotlight.cache.ResponseCache.Origin;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

class ResponseCacheTest {

    private static final Sha256 VERSION = new Sha256("0".repeat(64));
    private static final Sha256 EDGE = new Sha256("1".repeat(64));
    private static final Sha256 DATACENTER = new Sha256("2".repeat(64));
    private static final Origin ORIGIN = new Origin("tenant", "f", VERSION, List.of(EDGE, DATACENTER));
    private static final Tensors RESPONSE = Tensors.of(Map.of("body", Tensor.of(Shape.of(1), "yes")));

    private final AnswerCache answers =
            new AnswerCache(1 << 20, Duration.ofHours(1), Optional.empty(), InstantSource.system());
    private final ResponseCache cache = new ResponseCache(answers);

    private static Tensors request(String text) {
        return Tensors.of(Map.of("body", Tensor.of(Shape.of(1), text)));
    }

    private ItemKey key(Origin origin, String text) {
        return cache.key(origin, request(text)).orElseThrow();
    }

    @Test
    void kept_isFoundByTheSameRequest_withItsAge() {
        cache.keep(key(ORIGIN, "a"), RESPONSE, Duration.ofSeconds(30));

        ResponseCache.Kept kept = cache.near(key(ORIGIN, "a")).orElseThrow();

        assertThat(kept.response()).isEqualTo(RESPONSE);
        assertThat(kept.age()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(40));
        assertThat(kept.timeToLive()).isLessThanOrEqualTo(Duration.ofMinutes(60).minusSeconds(30));
    }

    @Test
    void otherRequestTenantFunctionVersionOrVariants_areOtherKeys() {
        assertThat(List.of(
                        key(ORIGIN, "a"),
                        key(ORIGIN, "b"),
                        key(new Origin("other", "f", VERSION, List.of(EDGE, DATACENTER)), "a"),
                        key(new Origin("tenant", "g", VERSION, List.of(EDGE, DATACENTER)), "a"),
                        key(new Origin("tenant", "f", EDGE, List.of(EDGE, DATACENTER)), "a"),
                        key(new Origin("tenant", "f", VERSION, List.of(EDGE)), "a")))
                .doesNotHaveDuplicates();
    }

    @Test
    void invalidatingAnyOfWhatItRestsOn_makesItUnknown() throws InterruptedException {
        for (EpochName name : List.of(
                new EpochName.OfTenant("tenant"),
                new EpochName.OfFunction("f"),
                new EpochName.OfAnswerDigest(EDGE),
                new EpochName.OfAnswerDigest(DATACENTER))) {
            cache.keep(key(ORIGIN, "a"), RESPONSE, Duration.ZERO);
            assertThat(cache.near(key(ORIGIN, "a"))).isPresent();

            answers.invalidate(name);

            assertThat(cache.near(key(ORIGIN, "a"))).as("%s", name).isEmpty();
        }
    }

    @Test
    void itemsAndResponses_neverMeet() {
        Scope items = new Scope("tenant", "f", VERSION, "infer");
        Generation generation = answers.generation(items).orElseThrow();
        ItemKey item = KeyDigest.in(items, generation).inputs(request("a")).key();

        assertThat(item).isNotEqualTo(key(ORIGIN, "a"));
    }
}
