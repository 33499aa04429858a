package io.pilotlight.tests.endtoend.hostile;

import io.pilotlight.tests.process.Answer;
import io.pilotlight.tests.process.Connection;
import io.pilotlight.tests.process.ErrorForm;
import io.pilotlight.tests.process.FunctionProcess;
import io.pilotlight.tests.process.Http2Connection;
import io.pilotlight.tests.process.Http2Connection.Frame;
import io.pilotlight.tests.process.Json;
import io.pilotlight.tests.process.Request;
import io.pilotlight.wire.openinference.message.InferTensorContents;
import io.pilotlight.wire.openinference.message.ModelInferRequest;

import com.google.protobuf.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;

import static io.pilotlight.tests.process.Http2Connection.frame;
import static io.pilotlight.tests.process.Http2Connection.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** A process with little patience: callers who send slowly, stop in the middle, or do not take their answers, lose their place. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // sending blocks where the process reads no more
class SlowCallersIT {

    private static final String STREAM = "/inference.GRPCInferenceService/ModelStreamInfer";
    private static final int CANCEL = 8;

    /** More than the kernel takes from the process for a caller who reads nothing. */
    private static final int TEXTS_OF_A_LARGE_ANSWER = 1_000;

    private final FunctionProcess function = FunctionProcess.launch()
            .environment("PILOTLIGHT_LIMITS_BODY_TIMEOUT", "1s")
            .environment("PILOTLIGHT_LIMITS_ANSWER_TIMEOUT", "1s")
            .environment("PILOTLIGHT_LIMITS_BODY_SIZE", "1M")
            .environment("PILOTLIGHT_LIMITS_BODIES_IN_MEMORY", "8M")
            .start();

    @AfterAll
    void stop() {
        function.close();
    }

    @AfterEach
    void othersAreUnharmed() throws IOException {
        Others.areUnharmed(function);
    }

    private static Request texts(int texts) {
        return Request.post(
                "/v2/models/embed/infer",
                "{\"inputs\": [{\"name\": \"text\", \"shape\": [" + texts + "], \"datatype\": \"BYTES\", \"data\": "
                        + Json.write(Collections.nCopies(texts, "a")) + "}]}");
    }

    @Test
    void refusesASenderWhoSendsAByteNowAndThen() throws IOException {
        try (Connection slow = function.connect()) {
            slow.send(
                    Request.post("/embed", "{").header("Content-Length", "100").bytes());
            await().pollInterval(Duration.ofMillis(50)).until(() -> {
                slow.send(" ");
                return slow.hasAnswer();
            });

            Answer answer = slow.answer();

            assertThat(answer.status()).isEqualTo(408);
            assertThat(ErrorForm.PROBLEM.messageIn(answer)).contains("body", "1000 ms");
        }
    }

    @Test
    void hangsUpOnACallerWhoDoesNotTakeItsAnswer() throws IOException {
        try (Connection slow = function.connectWithSmallWindow()) {
            slow.send(texts(TEXTS_OF_A_LARGE_ANSWER).bytes());
            await().until(slow::hasAnswer);
            await().until(() -> function.metrics().gauge("http_server_active_requests") == 0);

            assertThatThrownBy(slow::answer).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void resetsTheStreamOfACallerWhoDoesNotTakeItsAnswer() throws IOException {
        try (Http2Connection slow = function.connectHttp2(Http2Connection.INITIAL_WINDOW_SIZE, 10)) {
            Request request = texts(2);
            slow.send(
                    frame(
                            Http2Connection.HEADERS,
                            Http2Connection.END_HEADERS,
                            1,
                            request("POST", request.target(), "content-type", "application/json")),
                    frame(Http2Connection.DATA, Http2Connection.END_STREAM, 1, request.body()));

            assertThat(slow.read(Http2Connection.DATA).payload()).hasSize(10);
            assertThat(slow.read(Http2Connection.RST_STREAM).error()).isEqualTo(CANCEL);
        }
    }

    @Test
    void refusesAnAnswerThatIsLargerThanMayBeHeld() {
        Answer answer = function.send(texts(2_048));

        assertThat(answer.status()).isEqualTo(429);
        assertThat(ErrorForm.OPEN_INFERENCE.messageIn(answer)).contains("bodies", "of 8388608 bytes");
    }

    private static byte[] startOfStream(int stream) {
        return frame(
                Http2Connection.HEADERS,
                Http2Connection.END_HEADERS,
                stream,
                request("POST", STREAM, "content-type", "application/grpc", "te", "trailers"));
    }

    /** A message of gRPC, with its prefix. */
    private static byte[] message() {
        byte[] message = ModelInferRequest.newBuilder()
                .setModelName("embed")
                .addInputs(ModelInferRequest.InferInputTensor.newBuilder()
                        .setName("text")
                        .setDatatype("BYTES")
                        .addShape(1)
                        .setContents(InferTensorContents.newBuilder().addBytesContents(ByteString.copyFromUtf8("a"))))
                .build()
                .toByteArray();
        return ByteBuffer.allocate(1 + Integer.BYTES + message.length)
                .put((byte) 0)
                .putInt(message.length)
                .put(message)
                .array();
    }

    @Test
    void endsAStreamThatStopsInTheMiddleOfAMessageAndNoOther() throws IOException {
        byte[] message = message();
        try (Http2Connection connection = function.connectHttp2()) {
            connection.send(startOfStream(1), frame(Http2Connection.DATA, 0, 1, message));
            assertThat(connection.read(Http2Connection.DATA).stream()).isEqualTo(1);

            connection.send(startOfStream(3), frame(Http2Connection.DATA, 0, 3, Arrays.copyOf(message, 10)));
            Frame trailers = connection.read(Http2Connection.HEADERS);
            while (!trailers.endsStream()) {
                trailers = connection.read(Http2Connection.HEADERS);
            }
            assertThat(trailers.stream()).isEqualTo(3);
            assertThat(trailers.text())
                    .contains("grpc-status\u00014")
                    .contains("message: expected within 1000 ms", "10");
            assertThat(connection.read(Http2Connection.RST_STREAM).stream()).isEqualTo(3);

            connection.send(frame(Http2Connection.DATA, Http2Connection.END_STREAM, 1, message));
            assertThat(connection.read(Http2Connection.DATA).stream()).isEqualTo(1);
            assertThat(connection.read(Http2Connection.HEADERS).endsStream()).isTrue();
        }
    }

    /** An answer that nobody takes is the last one: those that follow would pile up. */
    @Test
    void answersNoMoreOfAStreamWhoseAnswersAreNotTaken() throws IOException {
        double before = function.metrics().value("pilotlight_inference_items_total");
        byte[] message = message();
        try (Http2Connection slow = function.connectHttp2(Http2Connection.INITIAL_WINDOW_SIZE, 100)) {
            slow.send(startOfStream(1));
            for (int i = 0; i < 100; i++) {
                slow.send(frame(Http2Connection.DATA, 0, 1, message));
            }

            assertThat(slow.read(Http2Connection.RST_STREAM).error()).isEqualTo(CANCEL);
            assertThat(function.metrics().value("pilotlight_inference_items_total") - before)
                    .isEqualTo(1);
        }
    }
}
