package io.pilotlight.tests.endtoend.queue;

import io.pilotlight.tests.benchmark.queue.OutcomeReader.Seen;
import io.pilotlight.tests.process.Answer;
import io.pilotlight.tests.process.FunctionProcess;
import io.pilotlight.tests.process.InfinispanProcess;
import io.pilotlight.tests.process.Json;
import io.pilotlight.tests.process.KafkaProcess;
import io.pilotlight.tests.process.Request;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Records are answered through the cache, and without it when its server is killed in the middle: slower, nothing else. */
class QueueCacheIT {

    private static final int RECORDS = 400;

    @Test
    void killedCacheServer_takesNoOutcomeAndChangesNone() throws InterruptedException {
        try (KafkaProcess kafka = KafkaProcess.start();
                InfinispanProcess infinispan = InfinispanProcess.start();
                QueueClient queue = new QueueClient(kafka.address());
                FunctionProcess function = start(kafka, infinispan)) {
            await().atMost(Duration.ofSeconds(20)).until(() -> isSharing(function));
            List<Long> offsets =
                    IntStream.range(0, RECORDS).mapToObj(i -> send(queue, i)).toList();
            await().atMost(Duration.ofSeconds(60)).until(() -> queue.lag() < RECORDS);

            infinispan.kill();

            List<Seen> outcomes = queue.outcomes(RECORDS, offsets.getFirst());
            assertThat(outcomes.stream().map(QueueClient::offset)).containsExactlyElementsOf(offsets);
            assertThat(outcomes.getFirst().header("pilotlight-cache-status")).contains("stored");
            for (int i = 0; i < RECORDS; i += 40) {
                assertThat(embedding(QueueClient.of(offsets.get(i), outcomes))).containsExactly(right(function, i));
            }
        }
    }

    private static FunctionProcess start(KafkaProcess kafka, InfinispanProcess infinispan) {
        return FunctionProcess.launch()
                .environment("PILOTLIGHT_QUEUE_SERVERS", kafka.address())
                .environment("PILOTLIGHT_CACHE_ENABLED", "true")
                .environment("PILOTLIGHT_CACHE_SHARED_SERVERS", infinispan.address())
                .environment("PILOTLIGHT_CACHE_SHARED_BUDGET", "200ms") // the machine of a test has other things to do
                .start();
    }

    /** It connects beside its first requests. */
    private static boolean isSharing(FunctionProcess function) {
        function.send(Request.post("/embed", question(-1)));
        return function.output().contains("shares answers through");
    }

    private static String question(int number) {
        return Json.write(Map.of("text", "card number " + number + " is lost".repeat(30)));
    }

    private static long send(QueueClient queue, int number) {
        return queue.send(question(number), Map.of());
    }

    private static float[] embedding(Seen outcome) {
        assertThat(outcome.isResult()).isTrue();
        return Json.floats(Json.parse(outcome.record().value()).required("embedding"));
    }

    /** Computed for a caller, who does not want what is kept. */
    private static float[] right(FunctionProcess function, int number) {
        Answer answer = function.send(Request.post("/embed", question(number)).header("Cache-Control", "no-cache"));
        assertThat(answer.status()).isEqualTo(200);
        return Json.floats(answer.json().required("embedding"));
    }
}
