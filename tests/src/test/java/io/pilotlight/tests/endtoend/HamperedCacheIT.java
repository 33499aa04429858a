package io.pilotlight.tests.endtoend;

import io.pilotlight.tests.process.FunctionProcess;
import io.pilotlight.tests.process.InfinispanProcess;
import io.pilotlight.tests.process.Link;
import io.pilotlight.tests.process.SharedFunction;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import static io.pilotlight.tests.endtoend.CachedTexts.embed;
import static io.pilotlight.tests.endtoend.CachedTexts.status;
import static io.pilotlight.tests.endtoend.CachedTexts.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What replicas do while the Infinispan server that they share answers through is there, but slow or full. */
@ExtendWith(SharedFunction.class)
@Timeout(300)
final class HamperedCacheIT {

    private static final Duration SOON = Duration.ofSeconds(30);

    /** Far beyond the budget of a look-up. */
    private static final Duration SLOW = Duration.ofMillis(100);

    /** Many times what a full server holds. */
    private static final int TOO_MANY = 150;

    /** What a request may lose to a server that is slow, beside what happens on a busy machine anyway. */
    private static final Duration LOST = Duration.ofMillis(10);

    private static FunctionProcess.Launch replica(String servers) {
        return FunctionProcess.launch()
                .environment("PILOTLIGHT_CACHE_ENABLED", "true")
                .environment("PILOTLIGHT_CACHE_SHARED_SERVERS", servers);
    }

    /** One that answers by what the server knows, and by nothing else. */
    private static FunctionProcess forgetful(String servers) {
        return replica(servers)
                .environment("PILOTLIGHT_CACHE_NEAR_SIZE", "0")
                .environment("PILOTLIGHT_CACHE_SHARED_BUDGET", "200ms") // the machine of a test has other things to do
                .start();
    }

    private static void sharing(FunctionProcess replica) {
        await().atMost(SOON).until(() -> status(replica.send(embed(text()))).contains("stored"));
    }

    @Test
    void losesLittleTimeToASlowServer(FunctionProcess uncached) throws IOException {
        try (InfinispanProcess infinispan = InfinispanProcess.start();
                Link link = Link.to(infinispan.port());
                FunctionProcess one = replica(link.address()).start();
                FunctionProcess other = replica(link.address()).start()) {
            sharing(one);
            sharing(other);
            List<Callers.Told> told;
            try (Callers callers = Callers.start(4, List.of(one, other), CachedTexts.someRepeated())) {
                await().until(() -> callers.told().size() > 100);
                link.delay(SLOW);
                int before = callers.told().size();
                await().atMost(SOON).until(() -> callers.told().size() > before + 1_000);
                told = callers.stop();
            }
            Duration lost = median(asked(one)).minus(median(asked(uncached)));

            Callers.assertRight(told, uncached);
            assertThat(lost).as("of a request, to a slow server").isLessThan(LOST);
            link.delay(Duration.ZERO);
            sharing(one);
            sharing(other);
        }
    }

    /** What each of some requests took beside computing. */
    private static List<Duration> asked(FunctionProcess replica) {
        return Stream.generate(() -> Callers.Told.by(replica, text()))
                .limit(100)
                .map(told -> Duration.ofNanos(told.answeredNanos() - told.askedNanos())
                        .minus(told.computing()))
                .toList();
    }

    private static Duration median(List<Duration> durations) {
        return durations.stream().sorted().toList().get(durations.size() / 2);
    }

    /** It forgets what it likes, epochs and leases too: nobody sees more of that than a miss. */
    @Test
    void answersRightWhereTheServerForgets(FunctionProcess uncached) {
        try (InfinispanProcess infinispan = InfinispanProcess.start("evicting");
                FunctionProcess one = forgetful(infinispan.address());
                FunctionProcess other = forgetful(infinispan.address())) {
            List<Callers.Told> told = fill(one, other);

            Callers.assertRight(told, uncached);
            assertThat(told.stream().filter(HamperedCacheIT::isHit)).isNotEmpty();
            assertThat(kept(one, told)).as("of %d", told.size()).isLessThan(100);
            sharing(one);
            sharing(other);
        }
    }

    /** It refuses leases and answers: what it knew is found all the same, and the rest computed. */
    @Test
    void answersRightWhereTheServerRefuses(FunctionProcess uncached) {
        try (InfinispanProcess infinispan = InfinispanProcess.start("refusing");
                FunctionProcess one = forgetful(infinispan.address());
                FunctionProcess other = forgetful(infinispan.address())) {
            String known = text();
            await().atMost(SOON).until(() -> {
                status(one.send(embed(known)));
                return kept(other, known);
            });
            List<Callers.Told> told = fill(one, other);

            Callers.assertRight(told, uncached);
            assertThat(kept(one, told)).as("of %d", told.size()).isLessThan(100);
            await().atMost(SOON).until(() -> kept(other, known));
        }
    }

    private static List<Callers.Told> fill(FunctionProcess one, FunctionProcess other) {
        sharing(one);
        sharing(other);
        try (Callers callers = Callers.start(4, List.of(one, other), CachedTexts.someRepeated())) {
            await().atMost(Duration.ofMinutes(1)).until(() -> callers.told().size() > 6 * TOO_MANY);
            return callers.stop();
        }
    }

    private static boolean isHit(Callers.Told told) {
        return status(told.answer()).startsWith("Pilotlight; hit");
    }

    /** Different texts that the server still knows. */
    private static long kept(FunctionProcess replica, List<Callers.Told> told) {
        return told.stream()
                .map(Callers.Told::text)
                .distinct()
                .filter(text -> kept(replica, text))
                .count();
    }

    private static boolean kept(FunctionProcess replica, String text) {
        return replica.send(embed(text).header("Cache-Control", "only-if-cached"))
                        .status()
                == 200;
    }
}
