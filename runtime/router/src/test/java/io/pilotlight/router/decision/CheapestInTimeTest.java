package io.pilotlight.router.decision;

import io.pilotlight.api.Deadline;
import io.pilotlight.api.LatencyTier;
import io.pilotlight.router.decision.Candidate.Warmth;
import io.pilotlight.router.decision.Decision.Route;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

class CheapestInTimeTest {

    private static final long NOW = Long.MAX_VALUE - 5; // the clock may wrap around meanwhile

    private static final List<Warmth> WARMTHS = List.of(Warmth.values());

    private final Decider decider = new CheapestInTime();

    @Test
    void twoWarmPoolsInTime_takesTheCheaper() {
        Decision decision = decide(LatencyTier.INTERACTIVE, 1_000, warm("cpu", 1, 30), warm("gpu", 5, 3));

        assertThat(decision).isEqualTo(new Decision("cpu", Route.CHEAPEST, Optional.empty()));
    }

    @Test
    void cheaperPoolTooSlowForTheDeadline_takesTheOther() {
        Decision decision = decide(LatencyTier.INTERACTIVE, 20, warm("cpu", 1, 30), warm("gpu", 5, 3));

        assertThat(decision).isEqualTo(new Decision("gpu", Route.DEADLINE, Optional.empty()));
    }

    @Test
    void cheaperPoolAsleep_warmOneAnswersAndTheCheaperIsWoken() {
        Decision decision = decide(LatencyTier.INTERACTIVE, 10_000, cold("cpu", 1, 30, 800), warm("gpu", 5, 3));

        assertThat(decision).isEqualTo(new Decision("gpu", Route.WARM, Optional.of("cpu")));
    }

    @Test
    void dearerPoolAsleep_isLeftAsleep() {
        Decision decision = decide(LatencyTier.INTERACTIVE, 10_000, warm("cpu", 1, 30), cold("gpu", 5, 3, 800));

        assertThat(decision).isEqualTo(new Decision("cpu", Route.CHEAPEST, Optional.empty()));
    }

    @Test
    void allAsleep_startsTheCheapestThatIsInTime() {
        assertThat(decide(LatencyTier.INTERACTIVE, 10_000, cold("cpu", 1, 30, 800), cold("gpu", 5, 3, 200)))
                .isEqualTo(new Decision("cpu", Route.COLD_START, Optional.empty()));
        assertThat(decide(LatencyTier.INTERACTIVE, 500, cold("cpu", 1, 30, 800), cold("gpu", 5, 3, 200))
                        .pool())
                .isEqualTo("gpu");
    }

    @Test
    void nothingInTime_takesTheFirstToAnswer() {
        Decision decision = decide(LatencyTier.REALTIME, 2, warm("cpu", 1, 30), warm("gpu", 5, 3));

        assertThat(decision).isEqualTo(new Decision("gpu", Route.LIKELIEST, Optional.empty()));
    }

    @Test
    void brokenPool_isLeftOut() {
        Candidate broken = new Candidate("cpu", 1, Warmth.BROKEN, Duration.ofMillis(1), Duration.ofMillis(1), false);

        assertThat(decide(LatencyTier.INTERACTIVE, 1_000, broken, warm("gpu", 5, 3))
                        .pool())
                .isEqualTo("gpu");
    }

    @Test
    void nothingButBrokenPools_namesTheCheapest_whichSaysWhy() {
        Candidate broken = new Candidate("cpu", 1, Warmth.BROKEN, Duration.ZERO, Duration.ofSeconds(2), false);

        assertThat(decide(LatencyTier.INTERACTIVE, 1_000, broken).pool()).isEqualTo("cpu");
    }

    @Test
    void cheaperPoolThatNothingWasHeardOf_isProbed_butNotByWhoIsInAHurry() {
        Candidate slowOnce = new Candidate("cpu", 1, Warmth.WARM, Duration.ofSeconds(5), Duration.ZERO, true);

        assertThat(decide(LatencyTier.INTERACTIVE, 1_000, slowOnce, warm("gpu", 5, 3)))
                .isEqualTo(new Decision("cpu", Route.PROBE, Optional.empty()));
        assertThat(decide(LatencyTier.REALTIME, 1_000, slowOnce, warm("gpu", 5, 3)))
                .isEqualTo(new Decision("gpu", Route.DEADLINE, Optional.empty()));
    }

    @Test
    void swappingTheSpeedsOfTwoPools_movesTheRequest() {
        assertThat(decide(LatencyTier.REALTIME, 20, warm("one", 1, 5), warm("other", 1, 50))
                        .pool())
                .isEqualTo("one");
        assertThat(decide(LatencyTier.REALTIME, 20, warm("one", 1, 50), warm("other", 1, 5))
                        .pool())
                .isEqualTo("other");
    }

    /** Against the rule in other words, for any pools. */
    @Test
    void anyPools_theChosenIsNeverWorseThanAnother() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        for (int round = 0; round < 20_000; round++) {
            List<Candidate> candidates = IntStream.range(0, 1 + random.nextInt(4))
                    .mapToObj(i -> anyPool("pool" + i, random))
                    .toList();
            long remaining = random.nextInt(1, 2_000);
            Decision decision = decide(LatencyTier.REALTIME, remaining, candidates.toArray(Candidate[]::new));
            Candidate chosen = candidates.stream()
                    .filter(candidate -> candidate.pool().equals(decision.pool()))
                    .findFirst()
                    .orElseThrow();
            boolean inTime = chosen.expected().toMillis() <= remaining;
            for (Candidate other : candidates) {
                if (other.warmth() == Warmth.BROKEN || other.equals(chosen)) {
                    continue;
                }
                assertThat(chosen.warmth()).as("%s of %s", decision, candidates).isNotEqualTo(Warmth.BROKEN);
                boolean otherInTime = other.expected().toMillis() <= remaining;
                assertThat(inTime || !otherInTime)
                        .as("%s of %s", decision, candidates)
                        .isTrue();
                if (inTime && otherInTime && chosen.isWarm() == other.isWarm()) {
                    assertThat(chosen.cost()).isLessThanOrEqualTo(other.cost());
                }
                if (inTime && otherInTime && other.isWarm()) {
                    assertThat(chosen.isWarm()).isTrue();
                }
                if (!inTime) {
                    assertThat(chosen.expected()).isLessThanOrEqualTo(other.expected());
                }
            }
        }
    }

    private static Candidate anyPool(String name, RandomGenerator random) {
        Warmth warmth = WARMTHS.get(random.nextInt(WARMTHS.size()));
        Duration start = warmth == Warmth.WARM ? Duration.ZERO : Duration.ofMillis(random.nextInt(1_000));
        return new Candidate(
                name,
                random.nextInt(1, 4),
                warmth,
                Duration.ofMillis(random.nextInt(1_000)),
                start,
                random.nextBoolean());
    }

    private Decision decide(LatencyTier tier, long remainingMillis, Candidate... candidates) {
        Deadline deadline = Deadline.after(Duration.ofMillis(remainingMillis), NOW);
        return decider.decide(new Inquiry(tier, deadline), List.of(candidates), NOW);
    }

    private static Candidate warm(String pool, double cost, long millis) {
        return new Candidate(pool, cost, Warmth.WARM, Duration.ofMillis(millis), Duration.ZERO, false);
    }

    private static Candidate cold(String pool, double cost, long millis, long startMillis) {
        return new Candidate(pool, cost, Warmth.COLD, Duration.ofMillis(millis), Duration.ofMillis(startMillis), false);
    }
}
