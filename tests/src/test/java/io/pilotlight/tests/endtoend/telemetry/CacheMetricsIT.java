package io.pilotlight.tests.endtoend.telemetry;

import io.pilotlight.tests.process.Answer;
import io.pilotlight.tests.process.FunctionProcess;
import io.pilotlight.tests.process.InfinispanProcess;
import io.pilotlight.tests.process.Metrics;
import io.pilotlight.tests.process.Request;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What {@code /metrics} tells of the cache, against what was asked. */
@Timeout(120)
@SuppressWarnings("NullAway.Init") // before all tests
final class CacheMetricsIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static InfinispanProcess infinispan;
    private static FunctionProcess function;

    @BeforeAll
    static void start() {
        infinispan = InfinispanProcess.start();
        function = FunctionProcess.launch()
                .environment("PILOTLIGHT_CACHE_ENABLED", "true")
                .environment("PILOTLIGHT_CACHE_SHARED_SERVERS", infinispan.address())
                .environment("PILOTLIGHT_CACHE_SHARED_BUDGET", "200ms") // the machine of a test has other things to do
                .start();
        await().atMost(SOON)
                .until(() -> status(ask(UUID.randomUUID().toString())).contains("stored"));
    }

    @AfterAll
    static void stop() {
        function.close();
        infinispan.close();
    }

    private static Answer ask(String... texts) {
        return function.send(Request.post(
                "/v1/embeddings", "{\"model\": \"embed\", \"input\": [\"" + String.join("\", \"", texts) + "\"]}"));
    }

    private static String status(Answer answer) {
        return answer.header("Cache-Status").orElse("");
    }

    private static double items(Metrics metrics, String result) {
        return metrics.value("pilotlight_cache_items_total", "result=\"" + result + "\"");
    }

    @Test
    void countItemsByWhatBecameOfThem() {
        String known = UUID.randomUUID().toString();
        String unknown = UUID.randomUUID().toString();
        ask(known);
        Metrics before = function.metrics();

        ask(known, unknown, unknown);
        function.send(Request.post("/v1/embeddings", "{\"model\": \"embed\", \"input\": [\"a\", \"b\"]}")
                .header("Cache-Control", "no-cache, no-store"));

        Metrics after = function.metrics();
        assertThat(items(after, "hit") - items(before, "hit")).isEqualTo(1);
        assertThat(items(after, "miss") - items(before, "miss")).isEqualTo(1);
        assertThat(items(after, "collapsed") - items(before, "collapsed")).isEqualTo(1);
        assertThat(items(after, "stored") - items(before, "stored")).isEqualTo(1);
        assertThat(items(after, "bypassed") - items(before, "bypassed")).isEqualTo(2);
    }

    @Test
    void tellTheComputingTimeThatWasSaved() {
        String text = UUID.randomUUID().toString();
        ask(text);
        double before = function.metrics().value("pilotlight_cache_saved_seconds_total");
        Metrics computed = function.metrics();
        double mean = computed.value("pilotlight_inference_duration_seconds_sum")
                / computed.value("pilotlight_inference_duration_seconds_count");

        for (int i = 0; i < 10; i++) {
            assertThat(status(ask(text))).startsWith("Pilotlight; hit");
        }

        assertThat(function.metrics().value("pilotlight_cache_saved_seconds_total") - before)
                .isBetween(mean, 100 * mean); // of each of ten, on average
    }

    @Test
    void tellBytesAndTimesOfTheSharedCache() {
        Metrics before = function.metrics();

        ask(UUID.randomUUID().toString());

        Metrics after = function.metrics();
        int vector = 384 * Float.BYTES;
        assertThat(after.gauge("pilotlight_cache_near_size_bytes") - before.gauge("pilotlight_cache_near_size_bytes"))
                .isGreaterThan(vector);
        String bytes = "pilotlight_cache_shared_bytes_total";
        String[] written = {"direction=\"written\""};
        assertThat(after.value(bytes, written) - before.value(bytes, written)).isGreaterThan(vector);
        assertThat(after.value(bytes, "direction=\"read\"")).isPositive(); // epochs, at least
        assertThat(after.value("pilotlight_cache_shared_lookup_seconds_count"))
                .isGreaterThan(before.value("pilotlight_cache_shared_lookup_seconds_count"));
        assertThat(after.value("pilotlight_cache_shared_lookup_seconds_sum"))
                .isGreaterThan(before.value("pilotlight_cache_shared_lookup_seconds_sum"));
    }

    @Test
    void countWhatTheSharedCacheDidNotAnswer() {
        double before = function.metrics().value("pilotlight_cache_shared_failures_total");
        infinispan.pause();
        try {
            await().atMost(SOON).until(() -> {
                ask(UUID.randomUUID().toString());
                return function.metrics().value("pilotlight_cache_shared_failures_total") > before;
            });
        } finally {
            infinispan.resume();
        }
        await().atMost(SOON)
                .until(() -> status(ask(UUID.randomUUID().toString())).contains("stored"));
    }
}
