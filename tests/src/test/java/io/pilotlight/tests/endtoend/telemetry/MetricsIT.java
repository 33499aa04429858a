package io.pilotlight.tests.endtoend.telemetry;

import io.pilotlight.tests.process.Answer;
import io.pilotlight.tests.process.FunctionProcess;
import io.pilotlight.tests.process.Metrics;
import io.pilotlight.tests.process.Request;
import io.pilotlight.tests.process.SharedFunction;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code /metrics}: the names that dashboards are built on, and that they count what happened. */
@ExtendWith(SharedFunction.class)
class MetricsIT {

    private final FunctionProcess function;

    MetricsIT(FunctionProcess function) {
        this.function = function;
    }

    @Test
    void areForPrometheus() {
        Answer page = function.send(Request.get("/metrics").header("Accept", "text/plain"));

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.contentType()).startsWith("text/plain");
    }

    @Test
    void countRequestsByRouteAndStatus() {
        String[] answered = {"http_route=\"/v1/embeddings\"", "http_response_status_code=\"200\""};
        String[] refused = {"http_route=\"/v1/embeddings\"", "http_response_status_code=\"400\""};
        Metrics before = function.metrics();

        function.send(Request.post("/v1/embeddings", "{\"model\": \"embed\", \"input\": [\"a\", \"b\", \"c\"]}"));
        function.send(Request.post("/v1/embeddings", "{"));

        Metrics after = function.metrics();
        String count = "http_server_request_duration_seconds_count";
        assertThat(after.value(count, answered) - before.value(count, answered)).isEqualTo(1);
        assertThat(after.value(count, refused) - before.value(count, refused)).isEqualTo(1);
        assertThat(after.value("http_server_request_duration_seconds_sum", answered))
                .isPositive();
        assertThat(after.samples("http_server_request_duration_seconds_bucket", answered))
                .hasSizeGreaterThan(10);
    }

    @Test
    void countDescriptionsAndRefusalsButNoPathsThatCallersMakeUp() {
        String count = "http_server_request_duration_seconds_count";
        String[] described = {"http_route=\"/v1/models\"", "http_response_status_code=\"200\""};
        String[] wrongMethod = {"http_route=\"/embed\"", "http_response_status_code=\"405\""};
        String[] unknown = {"http_route=\"\"", "http_response_status_code=\"404\""};

        function.send(Request.get("/v1/models"));
        function.send(Request.get("/embed"));
        function.send(Request.get("/made/up"));

        Metrics metrics = function.metrics();
        assertThat(metrics.value(count, described)).isPositive();
        assertThat(metrics.value(count, wrongMethod)).isPositive();
        assertThat(metrics.value(count, unknown)).isPositive();
        assertThat(metrics.samples(count, "made/up")).isEmpty();
    }

    @Test
    void countItemsAndTheirTimes() {
        Metrics before = function.metrics();

        function.send(Request.post("/v1/embeddings", "{\"model\": \"embed\", \"input\": [\"a\", \"b\", \"c\"]}"));

        Metrics after = function.metrics();
        assertThat(after.value("pilotlight_inference_items_total") - before.value("pilotlight_inference_items_total"))
                .isEqualTo(3);
        for (String timer : new String[] {"pilotlight_inference_queue", "pilotlight_inference_duration"}) {
            assertThat(after.value(timer + "_seconds_count") - before.value(timer + "_seconds_count"))
                    .isEqualTo(1);
            assertThat(after.value(timer + "_seconds_sum")).isGreaterThan(before.value(timer + "_seconds_sum"));
        }
    }

    @Test
    void nameNoTracesWhereNoneAreSent() {
        function.send(Request.post("/embed", "{\"text\": \"a card\"}"));

        assertThat(function.send(Request.get("/metrics")).text()).doesNotContain("trace_id");
    }

    @Test
    void countFailuresByCode() {
        String[] invalid = {"code=\"INVALID_REQUEST\""};
        double before = function.metrics().value("pilotlight_inference_failures_total", invalid);

        function.send(Request.post("/embed", "{\"text\": \" \"}"));

        assertThat(function.metrics().value("pilotlight_inference_failures_total", invalid) - before)
                .isEqualTo(1);
    }

    @Test
    void tellHowMuchIsUnderWay() {
        assertThat(function.metrics().gauge("http_server_active_requests")).isNotNegative();
        assertThat(function.metrics().gauge("pilotlight_inference_queued_rows")).isNotNegative();
    }

    @ParameterizedTest
    @ValueSource(strings = {"runtime", "session", "handler", "warm-up", "total"})
    void tellHowLongEachPhaseOfTheColdStartTook(String phase) {
        // Next to nothing is a fine answer: what a native executable begins early may be done before it is waited for.
        assertThat(function.metrics().value("faas_init_duration_seconds", "phase=\"" + phase + "\""))
                .isPositive()
                .isLessThan(60);
    }

    @Test
    void countTheColdStart() {
        assertThat(function.metrics().value("faas_coldstarts_total")).isEqualTo(1);
    }
}
