package io.pilotlight.tests.endtoend.hostile;

import io.pilotlight.tests.process.Answer;
import io.pilotlight.tests.process.Connection;
import io.pilotlight.tests.process.ErrorForm;
import io.pilotlight.tests.process.FunctionProcess;
import io.pilotlight.tests.process.Request;
import io.pilotlight.tests.process.Resource;
import io.pilotlight.tests.process.SharedFunction;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Callers of HTTP/1 who send more than anybody needs, in the smallest pieces or without an end. */
@ExtendWith(SharedFunction.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // sending blocks where the process reads no more
class HttpFloodsIT {

    private static final String HEAD = "POST /embed HTTP/1.1\r\nHost: localhost\r\n";
    private static final String CHUNKED = HEAD + "Transfer-Encoding: chunked\r\n\r\n";
    private static final int MEGABYTE = 1_000_000;

    /** Room for heap that the runtime keeps for the next burst, far less than what the attacks below would take unbounded. */
    private static final long MEMORY_GROWTH_BOUND = 150L << 20;

    private final FunctionProcess function;

    HttpFloodsIT(FunctionProcess function) {
        this.function = function;
    }

    @AfterEach
    void othersAreUnharmed() throws IOException {
        Others.areUnharmed(function);
    }

    @ParameterizedTest
    @CsvSource({
        "'GET /', '«repeat 10000 x»', 414",
        "'', '«repeat 10000 \n»', 414",
        "'GET / HTTP/1.1\r\n', '«repeat 10000 x»', 431",
        "'GET / HTTP/1.1\r\nX: ', '«repeat 10000 x»', 431",
        "'GET / HTTP/1.1\r\n', '«repeat 2000 a:\r\n»', 431"
    })
    void refusesAHeadThatNeverEnds(String start, String part, int status) throws IOException {
        try (Connection connection = function.connect()) {
            connection.send(start);
            connection.sendUntilAnswered(Resource.bytes(part), 20 * MEGABYTE);

            assertThat(connection.answer().status()).isEqualTo(status);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1;«repeat 100000 x»", "0\r\n«repeat 2000 X: yyyyyyyyyy\r\n»", "7fffffffffffffff\r\nx"})
    void hangsUpOnABodyWhoseFramingNeverEnds(String part) throws IOException {
        try (Connection connection = function.connect()) {
            connection.send(CHUNKED);
            connection.sendUntilAnswered(Resource.bytes(part), 20 * MEGABYTE);

            assertThat(connection.isClosedByPeer()).isTrue();
        }
    }

    /** What says that it is compressed is refused by its header: whatever it would become is never seen. */
    @Test
    void refusesACompressionBombBeforeItComes() throws IOException {
        try (Connection connection = function.connect()) {
            connection.send(HEAD + "Content-Encoding: gzip\r\nContent-Length: 10000000\r\n\r\n");

            assertThat(connection.answer().status()).isEqualTo(415);
        }
    }

    /**
     * A part of a body costs memory beside its bytes: a hundred times as much where it is one byte, 400 MB here. What a JVM has not
     * collected yet counts too.
     */
    @Test
    void holdsABodyOfSingleBytesInLittleMoreThanItsBytes() throws IOException {
        long before = function.residentBytes().orElse(0);
        byte[] chunks = Resource.bytes("«repeat 10000 1\r\nx\r\n»");
        List<Connection> senders = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                Connection sender = function.connect();
                senders.add(sender);
                sender.send(CHUNKED);
                for (int sent = 0; sent < MEGABYTE; sent += 10_000) {
                    sender.send(chunks);
                }
            }

            Others.areServedSoon(function);
            assertThat(function.residentBytes().orElse(0) - before).isLessThan(250 * MEGABYTE);
        } finally {
            for (Connection sender : senders) {
                sender.close();
            }
        }
    }

    /** Answers that nobody takes must not pile up, nor requests whose answers nobody takes. */
    @ParameterizedTest
    @ValueSource(strings = {"/openapi", "/metrics", "/nope"})
    void readsNoMoreFromACallerWhoTakesNoAnswers(String path) throws IOException {
        long before = function.residentBytes().orElse(0);
        byte[] requests = Resource.bytes("«repeat 1000 GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n»");
        try (Connection connection = function.connectWithSmallWindow()) {
            CompletableFuture<Long> flood = CompletableFuture.supplyAsync(() -> sendUntilCut(connection, requests));
            for (int i = 0; i < 50; i++) {
                Others.areServedSoon(function);
            }
            assertThat(function.residentBytes().orElse(0) - before).isLessThan(MEMORY_GROWTH_BOUND);
            connection.reset();
            assertThat(flood.join()).as("bytes of requests taken").isLessThan(20 * MEGABYTE);
        }
    }

    private static long sendUntilCut(Connection connection, byte[] part) {
        long sent = 0;
        try {
            for (; sent < 200 * MEGABYTE; sent += part.length) {
                connection.send(part);
            }
        } catch (IOException cut) {
            assertThat(cut).isInstanceOf(SocketException.class);
        }
        return sent;
    }

    /** Whoever begins a request takes a place; when all are taken the rest is told so, and what needs none goes on. */
    @Test
    void answersOthersWhileSlowSendersTakeAllPlaces() throws IOException {
        int places = 1024;
        List<Connection> senders = new ArrayList<>();
        try {
            for (int i = 0; i < places; i++) {
                Connection sender = function.connect();
                senders.add(sender);
                sender.send(HEAD + "Content-Length: 100\r\n\r\n{");
            }
            await().until(() -> function.metrics().gauge("http_server_active_requests") == places);

            Answer refusal = Others.soon(function, Others.ASK);

            assertThat(refusal.status()).isEqualTo(429);
            assertThat(ErrorForm.PROBLEM.messageIn(refusal)).contains(places + " requests");
            assertThat(Others.soon(function, Request.get("/v2/health/ready")).status())
                    .isEqualTo(200);
        } finally {
            for (Connection sender : senders) {
                sender.close();
            }
        }
    }

    /** A caller who pipelines requests faster than they are answered is answered all the same. */
    @Test
    void answersEveryOneOfManyPipelinedRequests() throws IOException {
        int requests = 2_000;
        try (Connection connection = function.connect()) {
            CompletableFuture<Long> sending = CompletableFuture.supplyAsync(() -> {
                try {
                    for (int i = 0; i < requests; i++) {
                        connection.send(
                                i % 100 == 0
                                        ? Others.ASK.bytes()
                                        : Request.get("/v2/health/live").bytes());
                    }
                    return 0L;
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            for (int i = 0; i < requests; i++) {
                String expected = i % 100 == 0 ? "{\"embedding\":" : "{\"live\":true}";
                assertThat(connection.answer().text()).as("answer %d", i).startsWith(expected);
            }
            sending.join();
        }
    }
}
