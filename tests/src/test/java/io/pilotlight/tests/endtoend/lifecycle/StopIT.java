package io.pilotlight.tests.endtoend.lifecycle;

import io.pilotlight.tests.process.Answer;
import io.pilotlight.tests.process.Connection;
import io.pilotlight.tests.process.ErrorForm;
import io.pilotlight.tests.process.FunctionProcess;
import io.pilotlight.tests.process.LongRequest;
import io.pilotlight.tests.process.Request;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** SIGTERM: who is in the house is answered, newcomers are sent elsewhere, and the process ends. */
class StopIT {

    private static final Duration STOP = Duration.ofSeconds(60);
    private static final int CALLERS = 8;
    private static final int TEXTS = 24; // of each caller: together seconds of work
    private static final Request PATIENT = LongRequest.ofTexts(TEXTS)
            .header("Pilotlight-Deadline-Ms", "60000"); // or a slow machine refuses some of them
    private static final Request ASK = Request.post("/embed", "{\"text\": \"hello world\"}");

    @Test
    void answersWhatItHoldsAndRefusesWhatIsNew() throws IOException, InterruptedException, ExecutionException {
        try (FunctionProcess function = FunctionProcess.launch().start();
                ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
                Connection waiting = function.connect()) {
            List<Future<Answer>> held = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                held.add(callers.submit(() -> function.send(PATIENT)));
            }
            await().until(() -> function.metrics().gauge("http_server_active_requests") == CALLERS);

            function.terminate();
            awaitDraining(waiting);
            Answer refusal = ask(waiting);

            assertThat(refusal.status()).isEqualTo(503);
            assertThat(refusal.header("Retry-After")).contains("1");
            assertThat(refusal.json().required("code").textValue()).isEqualTo("DRAINING");
            assertThat(ErrorForm.PROBLEM.messageIn(refusal)).contains("shutting down");
            assertRefusedAtTheDoor(function);
            for (Future<Answer> answer : held) {
                assertThat(answer.get().status()).isEqualTo(200);
                assertThat(answer.get().json().required("outputs").required(0).required("data"))
                        .hasSize(TEXTS * 384);
            }
            assertThat(function.awaitExit(STOP)).isIn(0, 143);
        }
    }

    /** The signal takes a moment to arrive. */
    private static void awaitDraining(Connection connection) {
        await().pollInterval(Duration.ofMillis(1)).until(() -> {
            connection.send(Request.get("/v2/health/ready").bytes());
            return connection.answer().status() == 503;
        });
    }

    private static Answer ask(Connection connection) throws IOException {
        connection.send(ASK.bytes());
        return connection.answer();
    }

    private static void assertRefusedAtTheDoor(FunctionProcess function) throws IOException {
        try (Connection newcomer = function.connect()) {
            assertThat(ask(newcomer).status()).isEqualTo(503);
        } catch (ConnectException refused) {
            // as good
        }
    }

    @Test
    void answersARequestWhoseBodyIsStillComing() throws IOException, InterruptedException {
        byte[] bytes = ASK.bytes();
        try (FunctionProcess function = FunctionProcess.launch().start();
                Connection slow = function.connect();
                Connection waiting = function.connect()) {
            slow.send(Arrays.copyOf(bytes, bytes.length - 5));
            await().until(() -> function.metrics().gauge("http_server_active_requests") == 1);

            function.terminate();
            awaitDraining(waiting);
            slow.send(Arrays.copyOfRange(bytes, bytes.length - 5, bytes.length));

            assertThat(slow.answer().status()).isEqualTo(200);
            assertThat(function.awaitExit(STOP)).isIn(0, 143);
        }
    }

    /** An answer is given when the caller has it, not when it has been handed to the network. */
    @Test
    void givesASlowReaderTheWholeAnswer() throws IOException, InterruptedException {
        try (FunctionProcess function = FunctionProcess.launch().start();
                Connection slow = function.connectWithSmallWindow()) {
            String texts = "\"a\"" + ",\"a\"".repeat(2047);
            slow.send(Request.post("/v1/embeddings", "{\"model\": \"embed\", \"input\": [" + texts + "]}")
                    .bytes()); // 9 MB of answer, more than the sockets' buffers hold
            await().until(() -> function.metrics().gauge("http_server_active_requests") == 1);

            function.terminate();
            await().during(Duration.ofSeconds(1)).atMost(STOP).until(function::isAlive); // while nobody reads

            Answer answer = slow.answer();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().required("data")).hasSize(2048);
            assertThat(function.awaitExit(STOP)).isIn(0, 143);
        }
    }

    @Test
    void endsAtOnceWhenItHoldsNothing() throws IOException, InterruptedException {
        try (FunctionProcess function = FunctionProcess.launch().start();
                Connection idle = function.connect()) {
            idle.send(ASK.bytes());
            assertThat(idle.answer().status()).isEqualTo(200);

            function.terminate();

            assertThat(function.awaitExit(Duration.ofSeconds(5))).isIn(0, 143);
            assertThat(idle.isClosedByPeer()).isTrue();
        }
    }
}
