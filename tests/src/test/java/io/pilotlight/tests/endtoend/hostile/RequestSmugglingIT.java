package io.pilotlight.tests.endtoend.hostile;

import io.pilotlight.tests.process.Answer;
import io.pilotlight.tests.process.Connection;
import io.pilotlight.tests.process.ErrorForm;
import io.pilotlight.tests.process.FunctionProcess;
import io.pilotlight.tests.process.SharedFunction;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

/** Callers who hide a request behind another, in what somebody before us may have taken for that one's body. */
@ExtendWith(SharedFunction.class)
class RequestSmugglingIT {

    private static final String TEXT = "{\"text\": \"hello world\"}";

    /** It would be answered, were it read as a request. */
    private static final String SMUGGLED =
            "POST /embed HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                    + TEXT.length() + "\r\n\r\n" + TEXT;

    private final FunctionProcess function;
    private double itemsBefore;

    RequestSmugglingIT(FunctionProcess function) {
        this.function = function;
    }

    @BeforeEach
    void countItems() {
        itemsBefore = items();
    }

    @AfterEach
    void othersAreUnharmed() throws IOException {
        Others.areUnharmed(function);
    }

    private double items() {
        return function.metrics().value("pilotlight_inference_items_total");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Transfer-Encoding: identity | Transfer-Encoding",
                "Transfer-Encoding: gzip | Transfer-Encoding",
                "Transfer-Encoding: gzip, chunked | Transfer-Encoding",
                "Transfer-Encoding: chunked, gzip | Transfer-Encoding",
                "Transfer-Encoding: chunked, chunked | Transfer-Encoding",
                "Transfer-Encoding: xchunked | Transfer-Encoding",
                "'Transfer-Encoding:\r\n chunked' | Transfer-Encoding",
                "'Transfer-Encoding: chunked\r\nTransfer-Encoding: identity' | Transfer-Encoding",
                "'Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked' | Transfer-Encoding",
                "'Transfer-Encoding: identity\r\nContent-Length: 5' | Transfer-Encoding",
                "'Transfer-Encoding: chunked\r\nContent-Length: 5' | Transfer-Encoding",
                "'Content-Length: 5\r\nTransfer-Encoding: chunked' | Transfer-Encoding",
                "'Content-Length: 0\r\nHost: elsewhere' | Host",
                "'Content-Length: 0\r\nExpect: a miracle' | Expect",
                "'Content-Length: 0\r\nExpect: y 100-continue' | Expect"
            })
    void answersNothingBehindARequestWhoseFramingIsInDoubt(String header, String named) throws IOException {
        try (Connection connection = function.connect()) {
            connection.send(head("/embed", header) + SMUGGLED);

            requireRefusedAndClosed(connection, ErrorForm.PROBLEM, "header " + named);
        }
        assertThat(items()).isEqualTo(itemsBefore);
    }

    @ParameterizedTest
    @CsvSource({
        "/embed, PROBLEM",
        "/nothing, PROBLEM",
        "/metrics, PROBLEM",
        "/v2/models/embed/infer, OPEN_INFERENCE",
        "/v2/health/live, OPEN_INFERENCE",
        "/v1/embeddings, OPENAI"
    })
    void refusesInThePathsOwnForm(String path, ErrorForm form) throws IOException {
        try (Connection connection = function.connect()) {
            connection.send(head(path, "Transfer-Encoding: identity"));
            connection.send(SMUGGLED);

            requireRefusedAndClosed(connection, form, "header Transfer-Encoding: expected chunked, got \"identity\"");
        }
        assertThat(items()).isEqualTo(itemsBefore);
    }

    /** What has no host is refused before any path is looked for. */
    @Test
    void answersNothingBehindARequestWithoutAHost() throws IOException {
        try (Connection connection = function.connect()) {
            connection.send("POST /embed HTTP/1.1\r\nTransfer-Encoding: identity\r\n\r\n");
            connection.send(SMUGGLED);

            requireRefusedAndClosed(connection, ErrorForm.PROBLEM, "header Host: expected one, got 0");
        }
        assertThat(items()).isEqualTo(itemsBefore);
    }

    @Test
    void answersNothingBehindACodingInHttp10() throws IOException {
        try (Connection connection = function.connect()) {
            connection.send("POST /embed HTTP/1.0\r\nTransfer-Encoding: chunked\r\nConnection: keep-alive\r\n\r\n");
            connection.send("0\r\n\r\n" + SMUGGLED);

            Answer refusal = connection.answer();

            assertThat(refusal.status()).isEqualTo(400);
            assertThat(ErrorForm.PROBLEM.messageIn(refusal)).startsWith("header Transfer-Encoding: expected none");
            assertThat(connection.isClosedByPeer()).isTrue();
        }
        assertThat(items()).isEqualTo(itemsBefore);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 0\r\nContent-Length: 5",
                "Content-Length: 5\r\nContent-Length: 5",
                "Content-Length: 5, 5",
                "Content-Length: +5",
                "Content-Length : 5",
                "Transfer-Encoding : chunked"
            })
    void answersNothingBehindALengthThatIsNone(String header) throws IOException {
        try (Connection connection = function.connect()) {
            connection.send(head("/embed", header));
            connection.send(SMUGGLED);

            assertThat(connection.answer().status()).isEqualTo(400);
            assertThat(connection.isClosedByPeer()).isTrue();
        }
        assertThat(items()).isEqualTo(itemsBefore);
    }

    /** What a proxy that goes by the length takes for one request, and one that goes by the chunks for two. */
    @Test
    void answersNothingBehindTheChunksOfARequestThatHasALengthToo() throws IOException {
        String chunks = "0\r\n\r\n" + SMUGGLED;
        try (Connection connection = function.connect()) {
            connection.send(SMUGGLED);
            assertThat(connection.answer().status()).isEqualTo(200);
            connection.send(head("/embed", "Content-Length: " + chunks.length() + "\r\nTransfer-Encoding: chunked"));
            connection.send(chunks);

            requireRefusedAndClosed(
                    connection,
                    ErrorForm.PROBLEM,
                    "header Transfer-Encoding: expected none beside Content-Length, got \"chunked\"");
        }
        assertThat(items()).isEqualTo(itemsBefore + 1);
    }

    /** All of them have been read when the first is answered. */
    @Test
    void answersWhatCameBeforeAndNothingBehind() throws IOException {
        try (Connection connection = function.connect()) {
            connection.send(SMUGGLED + SMUGGLED + head("/embed", "Transfer-Encoding: identity") + SMUGGLED
                    + "GET /without/a/host HTTP/1.1\r\n\r\n");

            assertThat(connection.answer().status()).isEqualTo(200);
            assertThat(connection.answer().status()).isEqualTo(200);
            requireRefusedAndClosed(connection, ErrorForm.PROBLEM, "header Transfer-Encoding");
        }
        assertThat(items()).isEqualTo(itemsBefore + 2);
    }

    @Test
    void answersNothingThatComesAfterTheRefusal() throws IOException {
        try (Connection connection = function.connect()) {
            connection.send(head("/embed", "Transfer-Encoding: identity"));
            Answer refusal = connection.answer();
            connection.send(SMUGGLED);

            assertThat(refusal.status()).isEqualTo(400);
            assertThat(connection.isClosedByPeer()).isTrue();
        }
        assertThat(items()).isEqualTo(itemsBefore);
    }

    private static String head(String path, String headers) {
        return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n\r\n";
    }

    private static void requireRefusedAndClosed(Connection connection, ErrorForm form, String message)
            throws IOException {
        connection.patience(Duration.ofSeconds(5));
        Answer refusal = connection.answer();
        assertThat(refusal.status()).isEqualTo(400);
        assertThat(form.messageIn(refusal)).startsWith(message);
        assertThat(refusal.header("Connection")).contains("close");
        assertThat(connection.isClosedByPeer())
                .as("closed, with nothing more said")
                .isTrue();
    }
}
