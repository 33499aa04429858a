package io.pilotlight.tests.endtoend;

import io.pilotlight.tests.process.FunctionProcess;
import io.pilotlight.tests.process.InfinispanProcess;
import io.pilotlight.tests.process.Link;
import io.pilotlight.tests.process.SharedFunction;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static io.pilotlight.tests.endtoend.CachedTexts.embed;
import static io.pilotlight.tests.endtoend.CachedTexts.status;
import static io.pilotlight.tests.endtoend.CachedTexts.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Replicas that share answers through a cluster with the caches of {@code deploy/local}, and what becomes of its nodes. */
@ExtendWith(SharedFunction.class)
@Timeout(300)
final class ClusterCacheIT {

    /** What becomes of a cluster on a busy machine takes a while. */
    private static final Duration SETTLED = Duration.ofSeconds(60);

    private final List<AutoCloseable> started = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable process : started.reversed()) {
            process.close();
        }
    }

    private List<InfinispanProcess> cluster(int size, String cache) {
        List<InfinispanProcess> nodes = InfinispanProcess.startCluster(size, cache);
        started.addAll(nodes);
        return nodes;
    }

    /** It shares answers already. */
    private FunctionProcess replica(String servers, String nearSize) {
        FunctionProcess replica = FunctionProcess.launch()
                .environment("PILOTLIGHT_CACHE_ENABLED", "true")
                .environment("PILOTLIGHT_CACHE_NEAR_SIZE", nearSize)
                .environment("PILOTLIGHT_CACHE_SHARED_SERVERS", servers)
                .environment("PILOTLIGHT_CACHE_SHARED_BUDGET", "200ms") // the machine of a test has other things to do
                .start();
        started.add(replica);
        sharing(replica);
        return replica;
    }

    private static void sharing(FunctionProcess replica) {
        await().atMost(SETTLED).until(() -> status(replica.send(embed(text()))).contains("stored"));
    }

    /** Those of the texts whose answers a replica does not find in the cluster. */
    private static long lost(List<String> texts, FunctionProcess replica) {
        return texts.stream()
                .filter(text -> replica.send(embed(text).header("Cache-Control", "only-if-cached"))
                                .status()
                        != 200)
                .count();
    }

    /** The node that dies is the one that a replica was told of; it has found the others through it. */
    @ParameterizedTest
    @CsvSource({"2, pair-cache.xml", "3, cluster-cache.xml"})
    void losesNothingWhenANodeDiesUnderLoad(int size, String cache, FunctionProcess uncached) {
        List<InfinispanProcess> nodes = cluster(size, cache);
        FunctionProcess one = replica(nodes.getFirst().address(), "32M");
        FunctionProcess other = replica(
                nodes.stream().map(InfinispanProcess::address).collect(Collectors.joining(",")),
                "0"); // it knows nothing but what the cluster knows
        List<String> before = Stream.generate(CachedTexts::text).limit(100).toList();
        before.forEach(text -> status(one.send(embed(text))));
        await().atMost(SETTLED).until(() -> lost(before, other) == 0);
        List<Callers.Told> told;
        try (Callers callers = Callers.start(4, List.of(one, other), CachedTexts.someRepeated())) {
            await().until(() -> callers.told().size() > 100);
            nodes.getFirst().kill();
            await().atMost(SETTLED).until(() -> lost(before, other) == 0);
            sharing(one);
            sharing(other);
            int settled = callers.told().size();
            await().until(() -> callers.told().size() > settled + 100);
            told = callers.stop();
        }

        Callers.assertRight(told, uncached);
        String after = text();
        status(one.send(embed(after)));
        await().atMost(SETTLED).until(() -> lost(List.of(after), other) == 0);
    }

    /** As an orchestrator does it: the address that a replica was told of stays, those that the nodes tell of themselves do not. */
    @Test
    void isFoundAgainAfterAllNodesHaveMoved(FunctionProcess uncached) throws Exception {
        List<InfinispanProcess> before = cluster(2, "pair-cache.xml");
        try (Link link = Link.to(before.getFirst().port())) {
            FunctionProcess replica = replica(link.address(), "32M");
            List<Callers.Told> told;
            try (Callers callers = Callers.start(4, List.of(replica), CachedTexts.someRepeated())) {
                await().until(() -> callers.told().size() > 100);
                before.forEach(InfinispanProcess::kill);
                link.lead(cluster(2, "pair-cache.xml").getFirst().port());
                sharing(replica);
                told = callers.stop();
            }

            Callers.assertRight(told, uncached);
            assertThat(status(replica.send(embed(text())))).contains("stored");
        }
    }
}
