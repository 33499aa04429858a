package io.pilotlight.tests.endtoend;

import io.pilotlight.tests.process.FunctionProcess;
import io.pilotlight.tests.process.InfinispanProcess;
import io.pilotlight.tests.process.SharedFunction;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static io.pilotlight.tests.endtoend.CachedTexts.embed;
import static io.pilotlight.tests.endtoend.CachedTexts.status;
import static io.pilotlight.tests.endtoend.CachedTexts.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Replicas that share answers through a cluster of three nodes, of which one dies. */
@ExtendWith(SharedFunction.class)
@Timeout(300)
@SuppressWarnings("NullAway.Init") // before all tests
final class ClusterCacheIT {

    /** What becomes of a cluster on a busy machine takes a while. */
    private static final Duration SETTLED = Duration.ofSeconds(60);

    private static List<InfinispanProcess> nodes;
    private static FunctionProcess one;
    private static FunctionProcess other;

    @BeforeAll
    static void start() {
        nodes = InfinispanProcess.startCluster(3);
        one = replica(nodes.getFirst().address()).start();
        other = replica(nodes.stream().map(InfinispanProcess::address).collect(Collectors.joining(",")))
                .environment("PILOTLIGHT_CACHE_NEAR_SIZE", "0") // it knows nothing but what the cluster knows
                .start();
    }

    @AfterAll
    static void stop() {
        one.close();
        other.close();
        nodes.forEach(InfinispanProcess::close);
    }

    private static FunctionProcess.Launch replica(String servers) {
        return FunctionProcess.launch()
                .environment("PILOTLIGHT_CACHE_ENABLED", "true")
                .environment("PILOTLIGHT_CACHE_SHARED_SERVERS", servers)
                .environment("PILOTLIGHT_CACHE_SHARED_BUDGET", "200ms"); // the machine of a test has other things to do
    }

    private static void sharing(FunctionProcess replica) {
        await().atMost(SETTLED).until(() -> status(replica.send(embed(text()))).contains("stored"));
    }

    /** Those of the texts whose answers the cluster does not give. */
    private static long lost(List<String> texts) {
        return texts.stream()
                .filter(text -> other.send(embed(text).header("Cache-Control", "only-if-cached"))
                                .status()
                        != 200)
                .count();
    }

    /** The node that dies is the one that a replica was told of; it has found the others through it. */
    @Test
    void losesNothingWhenANodeDiesUnderLoad(FunctionProcess uncached) {
        sharing(one);
        sharing(other);
        List<String> before = Stream.generate(CachedTexts::text).limit(100).toList();
        before.forEach(text -> status(one.send(embed(text))));
        await().atMost(SETTLED).until(() -> lost(before) == 0);
        List<Callers.Told> told;
        try (Callers callers = Callers.start(4, List.of(one, other), texts())) {
            await().until(() -> callers.told().size() > 100);
            nodes.getFirst().kill();
            await().atMost(SETTLED).until(() -> lost(before) == 0);
            sharing(one);
            sharing(other);
            int settled = callers.told().size();
            await().until(() -> callers.told().size() > settled + 100);
            told = callers.stop();
        }

        Map<String, float[]> right = new HashMap<>();
        assertThat(told).allSatisfy(it -> {
            status(it.answer());
            assertThat(Surface.TYPED.embeddings(it.answer()).getFirst())
                    .as("embedding of \"%s\"", it.text())
                    .containsExactly(right.computeIfAbsent(it.text(), text -> Surface.TYPED.embed(uncached, text)));
        });
        String after = text();
        status(one.send(embed(after)));
        await().atMost(SETTLED).until(() -> lost(List.of(after)) == 0);
    }

    /** Some that are asked for again and again, and new ones that several ask for. */
    private static Supplier<String> texts() {
        List<String> repeated = Stream.generate(CachedTexts::text).limit(20).toList();
        String fresh = text();
        AtomicInteger questions = new AtomicInteger();
        return () -> {
            int question = questions.getAndIncrement();
            return question % 2 == 0 ? repeated.get(question / 2 % repeated.size()) : fresh + " " + question / 6;
        };
    }
}
