package io.pilotlight.tests.endtoend;

import io.pilotlight.tests.process.Answer;
import io.pilotlight.tests.process.FunctionProcess;
import io.pilotlight.tests.process.Json;
import io.pilotlight.tests.process.Request;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import static io.pilotlight.tests.endtoend.CachedTexts.embed;
import static io.pilotlight.tests.endtoend.CachedTexts.status;
import static io.pilotlight.tests.endtoend.CachedTexts.text;
import static org.assertj.core.api.Assertions.assertThat;

/** What is computed once, and found again whatever protocol asks. */
final class CacheIT {

    private static final String MISS = "Pilotlight; fwd=miss; stored; ttl=3600";

    @SuppressWarnings("NullAway.Init") // before all tests
    private static FunctionProcess function;

    @BeforeAll
    static void start() {
        function = FunctionProcess.launch()
                .environment("PILOTLIGHT_CACHE_ENABLED", "true")
                .environment("PILOTLIGHT_TENANT_HEADER", "Tenant")
                .start();
    }

    @AfterAll
    static void stop() {
        function.close();
    }

    private static Request infer(String... texts) {
        return Request.post(
                "/v2/models/embed/infer",
                "{\"id\": \"" + UUID.randomUUID() + "\", \"inputs\": [{\"name\": \"text\", \"shape\": [" + texts.length
                        + "], \"datatype\": \"BYTES\", \"data\": " + Json.write(List.of(texts)) + "}]}");
    }

    private static double computed() {
        return function.metrics().value("pilotlight_inference_items_total");
    }

    @Test
    void findsWhatItHasComputed() {
        String text = text();
        Answer first = function.send(embed(text));
        double before = computed();

        Answer second = function.send(embed(text));

        assertThat(status(first)).isEqualTo(MISS);
        assertThat(status(second)).startsWith("Pilotlight; hit; ttl=3");
        assertThat(second.header("Age")).isPresent();
        assertThat(second.text()).isEqualTo(first.text());
        assertThat(computed()).isEqualTo(before);
    }

    @Test
    void findsItByWhateverProtocolItIsAskedFor() {
        String text = text();
        JsonNode expected = function.send(embed(text)).json().get("embedding");
        List<Request> same = List.of(
                Request.post(
                        "/embed",
                        "{\"truncate\":false , \"text\":" + Json.write(text).replace(" ", "\\u0020") + "}"),
                infer(text),
                Request.post("/v1/embeddings", "{\"model\": \"embed\", \"input\": " + Json.write(text) + "}"),
                Request.post("/", "{\"text\": " + Json.write(text) + "}")
                        .header("ce-specversion", "1.0")
                        .header("ce-id", UUID.randomUUID().toString())
                        .header("ce-source", "/tests")
                        .header("ce-type", "test"));
        double before = computed();

        List<Answer> answers = new ArrayList<>();
        for (Request request : same) {
            answers.add(function.send(request));
        }

        assertThat(answers).allSatisfy(answer -> assertThat(status(answer)).startsWith("Pilotlight; hit"));
        assertThat(answers.get(0).json().get("embedding")).isEqualTo(expected);
        assertThat(answers.get(1).json().at("/outputs/0/data")).isEqualTo(expected);
        assertThat(answers.get(2).json().at("/data/0/embedding")).isEqualTo(expected);
        assertThat(answers.get(3).json().get("embedding")).isEqualTo(expected);
        assertThat(computed()).isEqualTo(before);
    }

    /** A header can tell of one event only. */
    @Test
    void tellsOfEachEventOfABatch() {
        String text = text();
        function.send(embed(text));
        String event = "{\"specversion\": \"1.0\", \"id\": \"%s\", \"source\": \"/tests\", \"type\": \"test\","
                + " \"data\": {\"text\": %s}}";
        Request batch = Request.of("POST", "/")
                .header("Content-Type", "application/cloudevents-batch+json")
                .body("[" + event.formatted("1", Json.write(text)) + ", " + event.formatted("2", Json.write(text()))
                        + "]");

        JsonNode answers = function.send(batch).json();

        assertThat(answers.at("/0/cachestatus").asText()).startsWith("Pilotlight; hit");
        assertThat(answers.at("/1/cachestatus").asText()).isEqualTo(MISS);
    }

    @Test
    void computesOnlyWhatIsMissing() {
        String known = text();
        String unknown = text();
        JsonNode vector = function.send(embed(known)).json().get("embedding");
        double before = computed();

        Answer answer = function.send(infer(unknown, known, unknown));

        assertThat(status(answer))
                .matches("Pilotlight; fwd=miss; stored; ttl=\\d+; detail=\"known=1 computed=1 collapsed=1\"");
        assertThat(computed() - before).isEqualTo(1);
        JsonNode data = answer.json().at("/outputs/0/data");
        for (int i = 0; i < 384; i++) {
            assertThat(data.get(384 + i)).isEqualTo(vector.get(i));
            assertThat(data.get(i)).isEqualTo(data.get(768 + i));
        }
    }

    @Test
    void doesWhatTheCallerSaysOfKeptAnswers() {
        String text = text();
        Request only = embed(text).header("Cache-Control", "only-if-cached");
        assertThat(function.send(only).status()).isEqualTo(504);
        assertThat(status(function.send(embed(text).header("Cache-Control", "no-store"))))
                .isEqualTo("Pilotlight; fwd=miss");
        assertThat(status(function.send(embed(text)))).isEqualTo(MISS);
        assertThat(status(function.send(only))).startsWith("Pilotlight; hit");
        assertThat(status(function.send(embed(text).header("Cache-Control", "no-cache"))))
                .isEqualTo("Pilotlight; fwd=request; stored; ttl=3600");
        assertThat(status(function.send(embed(text).header("Cache-Control", "no-cache, no-store"))))
                .isEqualTo("Pilotlight; fwd=bypass");
        assertThat(status(function.send(embed(text).header("Cache-Control", "max-age=60"))))
                .startsWith("Pilotlight; hit");
    }

    @Test
    void givesATenantsAnswersToNoOther() {
        String text = text();
        assertThat(status(function.send(embed(text)))).isEqualTo(MISS);
        assertThat(status(function.send(embed(text).header("Tenant", "a")))).isEqualTo(MISS);
        assertThat(status(function.send(infer(text).header("Tenant", "b")))).isEqualTo(MISS);
        assertThat(status(function.send(infer(text).header("Tenant", "a")))).startsWith("Pilotlight; hit");
        assertThat(status(function.send(embed(text).header("tenant", "b")))).startsWith("Pilotlight; hit");
    }

    @Test
    void keepsNoRefusal() {
        Request tooLong = embed("word ".repeat(1_000));

        assertThat(function.send(tooLong).status()).isEqualTo(400);
        assertThat(function.send(tooLong).status()).isEqualTo(400);
        assertThat(status(function.send(Request.post(
                        "/embed", "{\"text\": " + Json.write("word ".repeat(1_000)) + ", \"truncate\": true}"))))
                .isEqualTo(MISS);
    }

    @Test
    void computesWhatManyAskAtATimeOnce() {
        String text = text();
        double before = computed();
        List<CompletableFuture<Answer>> asking = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 64; i++) {
                asking.add(CompletableFuture.supplyAsync(() -> function.send(embed(text)), threads));
            }
        }

        assertThat(computed() - before).isEqualTo(1);
        assertThat(asking.stream().map(one -> one.join().text()).distinct()).hasSize(1);
        assertThat(function.metrics().value("pilotlight_cache_items_total", "result=\"miss\""))
                .isPositive();
    }
}
