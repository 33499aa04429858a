package io.pilotlight.tests.endtoend.lifecycle;

import io.pilotlight.tests.process.Answer;
import io.pilotlight.tests.process.Connection;
import io.pilotlight.tests.process.ErrorForm;
import io.pilotlight.tests.process.FunctionProcess;
import io.pilotlight.tests.process.LongRequest;
import io.pilotlight.tests.process.Request;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A process with small limits: what is over one is refused with an error that names it, what is within is served. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LimitsIT {

    private static final int CONCURRENT_REQUESTS = 24;
    private static final Request ASK = Request.post("/embed", "{\"text\": \"hello world\"}");

    private final FunctionProcess function = FunctionProcess.launch()
            .environment("PILOTLIGHT_PLAN_LANES", "1")
            .environment("PILOTLIGHT_LIMITS_QUEUED_ROWS", "4")
            .environment("PILOTLIGHT_LIMITS_ITEMS_PER_REQUEST", "4")
            .environment("PILOTLIGHT_LIMITS_CONCURRENT_REQUESTS", String.valueOf(CONCURRENT_REQUESTS))
            .environment("PILOTLIGHT_LIMITS_BODY_SIZE", "64K")
            .environment("PILOTLIGHT_LIMITS_BODIES_IN_MEMORY", "160K")
            .environment("PILOTLIGHT_LIMITS_BODY_TIMEOUT", "1500ms")
            .environment("PILOTLIGHT_LIMITS_TEXT_SIZE", "2K")
            .start();

    @AfterAll
    void stop() {
        function.close();
    }

    @AfterEach
    void servesAgain() {
        await().until(() -> function.metrics().gauge("http_server_active_requests") == 0);
        assertThat(function.send(ASK).status()).isEqualTo(200);
    }

    @Test
    void refusesMoreRowsThanMayWaitWhileItServesTheOthers() throws InterruptedException, ExecutionException {
        int callers = 16;
        List<Answer> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
            List<Future<Answer>> asked = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                asked.add(threads.submit(() -> function.send(LongRequest.ofTexts(4))));
            }
            for (Future<Answer> answer : asked) {
                answers.add(answer.get());
            }
        }

        assertThat(answers).extracting(Answer::status).containsOnly(200, 429);
        for (Answer answer : answers) {
            if (answer.status() == 429) {
                assertThat(answer.header("Retry-After")).contains("1");
                assertThat(ErrorForm.OPEN_INFERENCE.messageIn(answer)).contains("queue", "of 4 rows");
            }
        }
    }

    @Test
    void refusesMoreRequestsThanItMayHold() throws IOException {
        List<Connection> held = new ArrayList<>();
        try {
            for (int i = 0; i < CONCURRENT_REQUESTS; i++) {
                Connection connection = function.connect();
                held.add(connection);
                connection.send(Request.post("/embed", "{")
                        .header("Content-Length", "100")
                        .bytes());
            }
            await().until(() -> function.metrics().gauge("http_server_active_requests") == CONCURRENT_REQUESTS);

            Answer answer = function.send(ASK);

            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.header("Retry-After")).contains("1");
            assertThat(ErrorForm.PROBLEM.messageIn(answer)).contains(CONCURRENT_REQUESTS + " requests");
            assertThat(function.isReady()).isTrue();
        } finally {
            for (Connection connection : held) {
                connection.close();
            }
        }
    }

    @Test
    void refusesMoreBytesOfBodiesThanItMayHold() throws IOException {
        byte[] most = Request.post("/embed", "x".repeat(60 * 1024))
                .header("Content-Length", String.valueOf(64 * 1024))
                .bytes();
        try (Connection first = function.connect();
                Connection second = function.connect();
                Connection third = function.connect()) {
            first.send(most);
            second.send(most);
            third.send(most);

            // Whose bytes come last is not ours to say; the others wait for theirs until their time is over.
            List<Answer> answers = List.of(first.answer(), second.answer(), third.answer());

            assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(429, 408, 408);
            Answer answer = answers.stream()
                    .filter(one -> one.status() == 429)
                    .findFirst()
                    .orElseThrow();
            assertThat(answer.header("Retry-After")).contains("1");
            assertThat(ErrorForm.PROBLEM.messageIn(answer)).contains("of 163840 bytes");
        }
    }

    @Test
    void hangsUpOnASenderWhoIsTooSlow() throws IOException {
        try (Connection slow = function.connect()) {
            slow.send(Request.post("/v1/embeddings", "{\"model\"")
                    .header("Content-Length", "100")
                    .bytes());

            Answer answer = slow.answer();

            assertThat(answer.status()).isEqualTo(408);
            assertThat(ErrorForm.OPENAI.messageIn(answer)).contains("body", "1500 ms", "8 bytes");
            assertThat(slow.isClosedByPeer()).isTrue();
        }
    }

    @Test
    void refusesMoreItemsThanARequestMayHave() {
        Answer answer = function.send(Request.post(
                "/v1/embeddings", "{\"model\": \"embed\", \"input\": [\"a\", \"b\", \"c\", \"d\", \"e\"]}"));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(ErrorForm.OPENAI.messageIn(answer)).contains("`input`", "4 items", "more");
    }

    @Test
    void refusesALongerTextThanMayBe() {
        Answer answer = function.send(Request.post("/embed", "{\"text\": \"" + "x".repeat(2049) + "\"}"));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(ErrorForm.PROBLEM.messageIn(answer)).contains("`text`", "2048 bytes", "2049");
    }

    @Test
    void refusesALargerBodyThanMayBe() {
        Answer answer = function.send(Request.post("/v2/models/embed/infer", "x".repeat(64 * 1024 + 1)));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(ErrorForm.OPEN_INFERENCE.messageIn(answer)).contains("body", "65536 bytes", "65537");
    }
}
