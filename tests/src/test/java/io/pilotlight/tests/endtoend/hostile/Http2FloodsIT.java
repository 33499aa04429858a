package io.pilotlight.tests.endtoend.hostile;

import io.pilotlight.tests.process.FunctionProcess;
import io.pilotlight.tests.process.Http2Connection;
import io.pilotlight.tests.process.Http2Connection.Frame;
import io.pilotlight.tests.process.SharedFunction;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import static io.pilotlight.tests.process.Http2Connection.frame;
import static io.pilotlight.tests.process.Http2Connection.headers;
import static io.pilotlight.tests.process.Http2Connection.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Callers who speak HTTP/2 frame by frame, and each frame costs them less than us. */
@ExtendWith(SharedFunction.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // sending blocks where the process reads no more
class Http2FloodsIT {

    private static final byte[] NOTHING = {};
    private static final byte[] LIVE = request("GET", "/v2/health/live");
    private static final byte[] POST = request("POST", "/embed", "content-type", "application/json");
    private static final int WHOLE = Http2Connection.END_HEADERS | Http2Connection.END_STREAM;
    private static final int MOST_STREAMS = 100;

    private static final int PROTOCOL_ERROR = 1;
    private static final int FLOW_CONTROL_ERROR = 3;
    private static final int FRAME_SIZE_ERROR = 6;
    private static final int REFUSED_STREAM = 7;
    private static final int COMPRESSION_ERROR = 9;
    private static final int ENHANCE_YOUR_CALM = 11;

    private final FunctionProcess function;

    Http2FloodsIT(FunctionProcess function) {
        this.function = function;
    }

    @AfterEach
    void othersAreUnharmed() throws IOException {
        Others.areUnharmed(function);
    }

    /**
     * Frames for which a connection is closed.
     *
     * @param part sent again and again, until that happens
     * @param error in the GOAWAY that says so
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Flood(String what, byte[] start, byte[] part, int error) {

        @Override
        public String toString() {
            return what;
        }
    }

    static List<Flood> floods() {
        byte[] open = frame(Http2Connection.HEADERS, Http2Connection.END_HEADERS, 1, POST);
        return List.of(
                new Flood(
                        "empty data without an end",
                        open,
                        frame(Http2Connection.DATA, 0, 1, NOTHING),
                        ENHANCE_YOUR_CALM),
                new Flood("a frame of 16 MB", HexFormat.of().parseHex("ffffff000000000001"), NOTHING, FRAME_SIZE_ERROR),
                new Flood(
                        "a window that overflows",
                        NOTHING,
                        frame(
                                Http2Connection.WINDOW_UPDATE,
                                0,
                                0,
                                HexFormat.of().parseHex("7fffffff")),
                        FLOW_CONTROL_ERROR),
                new Flood(
                        "headers that name one of 4,000 bytes 10,000 times",
                        frame(Http2Connection.HEADERS, WHOLE, 1, headerBomb()),
                        NOTHING,
                        PROTOCOL_ERROR),
                new Flood(
                        "a header of 15,000 bytes",
                        frame(Http2Connection.HEADERS, WHOLE, 1, headers("x", "y".repeat(15_000))),
                        NOTHING,
                        PROTOCOL_ERROR),
                new Flood(
                        "a table of headers that is larger than allowed",
                        frame(Http2Connection.HEADERS, WHOLE, 1, HexFormat.of().parseHex("3fffffff7f")),
                        NOTHING,
                        COMPRESSION_ERROR),
                new Flood("data of a stream that was never opened", frame(0, 0, 99, NOTHING), NOTHING, PROTOCOL_ERROR));
    }

    /** One header for the table, then references to it of one byte each. */
    private static byte[] headerBomb() {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.writeBytes(LIVE);
        byte[] header = headers("x", "y".repeat(4_000));
        header[0] = 0x40; // to be indexed
        block.writeBytes(header);
        byte[] references = new byte[10_000];
        Arrays.fill(references, (byte) 0xbe); // the newest of the table
        block.writeBytes(references);
        return block.toByteArray();
    }

    @ParameterizedTest
    @MethodSource("floods")
    void saysGoodbyeTo(Flood flood) throws IOException {
        try (Http2Connection connection = function.connectHttp2()) {
            connection.patience(Duration.ofSeconds(1));
            connection.send(flood.start());
            for (int i = 0; i < 10; i++) {
                connection.sendWhileTaken(flood.part());
            }

            assertThat(connection.read(Http2Connection.GOAWAY).error()).isEqualTo(flood.error());
        }
    }

    @Test
    void saysGoodbyeToACallerWhoAsksAndCancelsAtOnce() throws IOException {
        try (Http2Connection connection = function.connectHttp2()) {
            byte[] cancel = HexFormat.of().parseHex("00000008");
            for (int stream = 1; stream < 1_000; stream += 2) {
                connection.sendWhileTaken(
                        frame(Http2Connection.HEADERS, Http2Connection.END_HEADERS, stream, POST),
                        frame(Http2Connection.RST_STREAM, 0, stream, cancel));
            }

            assertThat(connection.read(Http2Connection.GOAWAY).error()).isEqualTo(ENHANCE_YOUR_CALM);
        }
    }

    @Test
    void hangsUpOnHeadersThatNeverEnd() {
        for (byte[] more : List.of(NOTHING, headers("x", "y".repeat(100)))) {
            assertThatThrownBy(() -> {
                        try (Http2Connection connection = function.connectHttp2()) {
                            connection.send(frame(Http2Connection.HEADERS, 0, 1, LIVE));
                            for (int i = 0; i < 100_000; i++) {
                                connection.send(frame(Http2Connection.CONTINUATION, 0, 1, more));
                            }
                        }
                    })
                    .isInstanceOf(SocketException.class);
        }
    }

    @Test
    void hangsUpOnACallerWhoPingsAndReadsNothing() {
        byte[] pings = repeated(frame(Http2Connection.PING, 0, 0, new byte[8]), 1_000);
        assertThatThrownBy(() -> {
                    try (Http2Connection connection = function.connectHttp2()) {
                        for (int i = 0; i < 10_000; i++) {
                            connection.send(pings);
                        }
                    }
                })
                .isInstanceOf(SocketException.class);
    }

    @Test
    void servesOthersWhileOneChangesItsSettingsAllTheTime() throws IOException {
        byte[] settings =
                repeated(frame(Http2Connection.SETTINGS, 0, 0, HexFormat.of().parseHex("00040000ffff")), 1_000);
        try (Http2Connection connection = function.connectHttp2()) {
            for (int i = 0; i < 20; i++) {
                connection.send(settings);
                for (int acknowledged = 0; acknowledged < 1_000; acknowledged++) {
                    connection.read(Http2Connection.SETTINGS);
                }
                Others.areServedSoon(function);
            }
        }
    }

    @Test
    void refusesMoreStreamsThanAConnectionMayHave() throws IOException {
        try (Http2Connection connection = function.connectHttp2()) {
            for (int i = 0; i <= MOST_STREAMS; i++) {
                connection.send(frame(Http2Connection.HEADERS, Http2Connection.END_HEADERS, 2 * i + 1, POST));
            }

            Frame refusal = connection.read(Http2Connection.RST_STREAM);

            assertThat(refusal.stream()).isEqualTo(2 * MOST_STREAMS + 1);
            assertThat(refusal.error()).isEqualTo(REFUSED_STREAM);
        }
    }

    static List<List<String>> malformedHeaders() {
        return List.of(
                List.of(":method", "GET", ":scheme", "http"),
                List.of(":method", "GET", ":scheme", "http", ":path", "/v2/health/live", ":path", "/embed"),
                List.of(":method", "GET", ":scheme", "http", ":path", "/v2/health/live", "Upper", "x"),
                List.of(":method", "GET", ":scheme", "http", ":path", "/v2/health/live", "connection", "close"),
                List.of(":method", "GET", ":scheme", "http", ":path", "/", "transfer-encoding", "chunked"),
                List.of(":method", "POST", ":scheme", "http", ":path", "/embed", "content-length", "5"));
    }

    /** The last of them announces a body, and ends. */
    @ParameterizedTest
    @MethodSource("malformedHeaders")
    void refusesHeadersThatHttp2DoesNotAllow(List<String> malformed) throws IOException {
        try (Http2Connection connection = function.connectHttp2()) {
            connection.patience(Duration.ofSeconds(1));
            connection.send(frame(Http2Connection.HEADERS, WHOLE, 1, headers(malformed.toArray(String[]::new))));

            assertThat(connection.read(Http2Connection.RST_STREAM).error()).isEqualTo(PROTOCOL_ERROR);
        }
    }

    /** With a window of nothing none of the answers can be sent, and all of them would have to be kept. */
    @Test
    void servesOthersWhileOneOpensNoWindowForItsAnswers() throws IOException {
        try (Http2Connection connection = function.connectHttp2(Http2Connection.INITIAL_WINDOW_SIZE, 0)) {
            for (int i = 0; i < MOST_STREAMS; i++) {
                connection.send(frame(Http2Connection.HEADERS, WHOLE, 2 * i + 1, request("GET", "/metrics")));
            }

            for (int i = 0; i < 10; i++) {
                Others.areServedSoon(function);
            }
        }
    }

    /** Requests wait while there is no window, and are answered when there is one. */
    @Test
    void answersOnceThereIsAWindow() throws IOException {
        try (Http2Connection connection = function.connectHttp2(Http2Connection.INITIAL_WINDOW_SIZE, 0)) {
            connection.send(frame(Http2Connection.HEADERS, WHOLE, 1, LIVE));
            connection.send(frame(Http2Connection.PING, 0, 0, new byte[8]));
            connection.read(Http2Connection.PING);
            byte[] size = ByteBuffer.allocate(Integer.BYTES).putInt(1_000).array();
            connection.send(frame(Http2Connection.WINDOW_UPDATE, 0, 1, size));

            assertThat(connection.read(Http2Connection.DATA).text()).isEqualTo("{\"live\":true}");
        }
    }

    /** An answer without a body needs no window: nothing but their number bounds those that nobody reads. */
    @Test
    void hangsUpOnACallerWhoAsksForHeadersAndReadsNothing() {
        assertThatThrownBy(() -> {
                    try (Http2Connection connection = function.connectHttp2()) {
                        byte[] head = request("HEAD", "/v2/health/live");
                        for (int stream = 1; stream < 1_000_000; stream += 2) {
                            connection.send(frame(Http2Connection.HEADERS, WHOLE, stream, head));
                        }
                    }
                })
                .isInstanceOf(SocketException.class);
    }

    private static byte[] repeated(byte[] bytes, int times) {
        ByteBuffer all = ByteBuffer.allocate(bytes.length * times);
        for (int i = 0; i < times; i++) {
            all.put(bytes);
        }
        return all.array();
    }
}
