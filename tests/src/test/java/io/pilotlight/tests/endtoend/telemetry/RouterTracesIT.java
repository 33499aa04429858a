package io.pilotlight.tests.endtoend.telemetry;

import io.pilotlight.tests.endtoend.telemetry.TraceReceiver.Received;
import io.pilotlight.tests.process.Answer;
import io.pilotlight.tests.process.CatalogFiles;
import io.pilotlight.tests.process.Placement;
import io.pilotlight.tests.process.Request;
import io.pilotlight.tests.process.RouterProcess;

import io.opentelemetry.proto.trace.v1.Span;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** One trace, from the caller through the router and the function to its cache and its inference, as a collector gets it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RouterTracesIT {

    private static final String MISS = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String HIT = "4bf92f3577b34da6a3ce929d0e0e4737";
    private static final String KEPT = "4bf92f3577b34da6a3ce929d0e0e4738";

    private TraceReceiver receiver;
    private RouterProcess router;

    @BeforeAll
    @SuppressWarnings("unchecked") // the environment of a placement is one
    void start(@TempDir Path folder) throws IOException {
        receiver = TraceReceiver.open();
        Placement embed = Placement.ofEmbed();
        Map<String, String> environment =
                new HashMap<>((Map<String, String>) embed.fields().get("environment"));
        environment.put("PILOTLIGHT_CACHE_ENABLED", "true");
        environment.putAll(receiver.settings());
        CatalogFiles catalog = new CatalogFiles(folder)
                .embed()
                .pool("edge-cpu", 1, Map.of("embed", embed.with("environment", environment)));
        router = RouterProcess.of(receiver.exportedBy(RouterProcess.launch(catalog))
                .environment("PILOTLIGHT_CACHE_ENABLED", "true")
                .environment("PILOTLIGHT_DEADLINE_DEFAULT_DURATION", "60s"));
    }

    @AfterAll
    void stop() {
        router.close();
        receiver.close();
    }

    private Answer ask(String trace, Request question) {
        Answer answer = router.front().send(TraceReceiver.within(trace, question));
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return answer;
    }

    /** The only one of that kind that a process has sent, whose parent is that. */
    private Received awaitChild(String trace, String service, Span.SpanKind kind, String name, Received parent) {
        Received child = receiver.await(trace, service, kind, name);
        assertThat(child.span().getParentSpanId())
                .as("parent of %s in %s", name, service)
                .isEqualTo(parent.span().getSpanId());
        return child;
    }

    @Test
    void goesFromTheCallerThroughRouterAndFunctionToCacheAndInference() {
        ask(MISS, Request.post("/embed", "{\"text\": \"one trace\"}"));

        Received front = receiver.await(MISS, "router", Span.SpanKind.SPAN_KIND_SERVER, "POST /embed");
        assertThat(front.span().getParentSpanId()).isEqualTo(TraceReceiver.bytes(TraceReceiver.CALLERS_SPAN));
        Received forward = awaitChild(MISS, "router", Span.SpanKind.SPAN_KIND_CLIENT, "POST", front);
        Received function = awaitChild(MISS, "embed", Span.SpanKind.SPAN_KIND_SERVER, "POST /embed", forward);
        Received cache = awaitChild(MISS, "embed", Span.SpanKind.SPAN_KIND_INTERNAL, "cache embed", function);
        assertThat(cache.attributes())
                .containsEntry("pilotlight.cache.result", "miss")
                .containsEntry("pilotlight.cache.known", "0");
        awaitChild(MISS, "embed", Span.SpanKind.SPAN_KIND_INTERNAL, "infer embed", cache);
        assertThat(receiver.of(MISS)).hasSize(5);
    }

    /** The question is spelt otherwise than before, so that the router has no response to it. */
    @Test
    void endsAtTheCacheWhereTheAnswerIsKnown() {
        router.front().send(Request.post("/embed", "{\"text\": \"known\"}"));

        ask(HIT, Request.post("/v1/embeddings", "{\"model\": \"embed\", \"input\": \"known\"}"));

        Received function = receiver.await(HIT, "embed", Span.SpanKind.SPAN_KIND_SERVER, "POST /v1/embeddings");
        Received cache = awaitChild(HIT, "embed", Span.SpanKind.SPAN_KIND_INTERNAL, "cache embed", function);
        assertThat(cache.attributes())
                .containsEntry("pilotlight.cache.result", "hit")
                .containsEntry("pilotlight.cache.known", "1");
        receiver.await(HIT, "router", Span.SpanKind.SPAN_KIND_SERVER, "POST /embed");
        assertThat(receiver.of(HIT)).noneMatch(one -> one.span().getName().startsWith("infer"));
    }

    @Test
    void endsAtTheRouterWhereTheResponseIsKept() {
        Request question = Request.post("/embed", "{\"text\": \"kept\"}");
        router.front().send(question);

        Answer answer = ask(KEPT, question);

        assertThat(answer.header("Cache-Status"))
                .hasValueSatisfying(said -> assertThat(said).contains("hit"));
        receiver.await(KEPT, "router", Span.SpanKind.SPAN_KIND_SERVER, "POST /embed");
        assertThat(receiver.of(KEPT)).hasSize(1);
    }
}
