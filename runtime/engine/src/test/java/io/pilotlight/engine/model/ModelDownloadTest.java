package io.pilotlight.engine.model;

import io.pilotlight.api.Sha256;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(60)
class ModelDownloadTest {

    private static final byte[] MODEL = new byte[3_000_000];
    private static final long MAX_BYTES = 10_000_000;

    static {
        new Random(1).nextBytes(MODEL);
    }

    private static final Sha256 DIGEST = digest(MODEL);

    private final Path folder;
    private final HttpServer server;
    private final List<String> ranges = new CopyOnWriteArrayList<>();
    private final List<String> progress = new ArrayList<>();
    private volatile HttpHandler answer = exchange -> send(exchange, 200, MODEL, 0, MODEL.length);

    ModelDownloadTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        this.server.createContext("/", exchange -> {
            ranges.add(String.valueOf(exchange.getRequestHeaders().getFirst("Range")));
            try (exchange) {
                answer.handle(exchange);
            }
        });
        this.server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void fetch_givesTheFile_andFetchesItOnce() {
        Path file = fetch(DIGEST);

        assertThat(file).hasBinaryContent(MODEL);
        assertThat(fetch(DIGEST)).isEqualTo(file);
        assertThat(ranges).hasSize(1);
        assertThat(progress).anyMatch(line -> line.contains("3 MB"));
    }

    @Test
    void fetch_connectionThatEndsEarly_goesOnWhereItEnded() {
        answer = exchange -> {
            int from = from(exchange);
            int end = Math.min(MODEL.length, from + 1_200_000);
            sendPartOf(exchange, from, end);
        };

        assertThat(fetch(DIGEST)).hasBinaryContent(MODEL);
        assertThat(ranges).hasSize(3);
        assertThat(ranges.getFirst()).isEqualTo("null");
        assertThat(ranges.getLast()).startsWith("bytes=").isNotEqualTo("bytes=0-");
    }

    @Test
    void fetch_processThatWasKilled_goesOnWhereItEnded() throws IOException {
        Files.write(folder.resolve(DIGEST.hex() + ".part"), Arrays.copyOf(MODEL, 1_000_000));
        answer = exchange -> sendPartOf(exchange, from(exchange), MODEL.length);

        assertThat(fetch(DIGEST)).hasBinaryContent(MODEL);
        assertThat(ranges).containsExactly("bytes=1000000-");
    }

    @Test
    void fetch_serverThatCannotContinue_startsAgain() throws IOException {
        Files.write(folder.resolve(DIGEST.hex() + ".part"), Arrays.copyOf(MODEL, 1_000_000));

        assertThat(fetch(DIGEST)).hasBinaryContent(MODEL);
    }

    @Test
    void fetch_whatWasThereIsOfAnotherFile_startsAgain() throws IOException {
        Files.write(folder.resolve(DIGEST.hex() + ".part"), new byte[1_000_000]);
        answer = exchange -> sendPartOf(exchange, from(exchange), MODEL.length);

        assertThat(fetch(DIGEST)).hasBinaryContent(MODEL);
        assertThat(ranges).containsExactly("bytes=1000000-", "null");
    }

    @Test
    void fetch_whatWasThereIsLongerThanTheFile_startsAgain() throws IOException {
        Files.write(folder.resolve(DIGEST.hex() + ".part"), new byte[MODEL.length + 1]);
        answer = exchange -> {
            if (from(exchange) > MODEL.length) {
                exchange.getResponseHeaders().add("Content-Range", "bytes */" + MODEL.length);
                exchange.sendResponseHeaders(416, -1);
            } else {
                sendPartOf(exchange, from(exchange), MODEL.length);
            }
        };

        assertThat(fetch(DIGEST)).hasBinaryContent(MODEL);
    }

    @Test
    void fetch_serverThatIsBusyFirst_isAskedAgain() {
        answer = exchange -> {
            if (ranges.size() < 3) {
                exchange.sendResponseHeaders(503, -1);
            } else {
                send(exchange, 200, MODEL, 0, MODEL.length);
            }
        };

        assertThat(fetch(DIGEST)).hasBinaryContent(MODEL);
        assertThat(progress).anyMatch(line -> line.contains("503") && line.contains("again"));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 410})
    void fetch_refusalThatStays_failsAtOnce_withoutTheSecretOfTheAddress(int status) {
        answer = exchange -> exchange.sendResponseHeaders(status, -1);

        assertThatThrownBy(() -> fetch(DIGEST))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("/model.onnx")
                .hasMessageContaining(String.valueOf(status))
                .hasMessageNotContaining("secret");
        assertThat(ranges).hasSize(1);
    }

    @Test
    void fetch_anotherFile_isRefusedAndNotKept() throws IOException {
        Sha256 other = digest(new byte[] {1});

        assertThatThrownBy(() -> fetch(other))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining(other.toString())
                .hasMessageContaining(DIGEST.toString());
        assertThat(filesWithContent()).isEmpty();
    }

    @Test
    void fetch_keptFileThatWasAltered_isFetchedAnew() throws IOException {
        Path file = fetch(DIGEST);
        Files.write(file, new byte[] {1, 2, 3});

        assertThat(fetch(DIGEST)).hasBinaryContent(MODEL);
        assertThat(ranges).hasSize(2);
    }

    @Test
    void fetch_moreThanAllowed_isRefusedBeforeItComes() throws IOException {
        answer = exchange -> {
            exchange.sendResponseHeaders(200, MAX_BYTES + 1);
            exchange.getResponseBody().write(MODEL);
        };

        assertThatThrownBy(() -> fetch(DIGEST))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("at most " + MAX_BYTES)
                .hasMessageContaining(String.valueOf(MAX_BYTES + 1));
        assertThat(filesWithContent()).isEmpty();
    }

    @Test
    void fetch_moreThanAllowed_isRefusedAlsoWhereTheServerDoesNotSayHowMuch() throws IOException {
        answer = exchange -> {
            exchange.sendResponseHeaders(200, 0); // chunked
            for (int i = 0; i < 10; i++) {
                exchange.getResponseBody().write(MODEL);
            }
        };

        assertThatThrownBy(() -> fetch(DIGEST))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("at most " + MAX_BYTES);
        assertThat(filesWithContent()).isEmpty();
    }

    private Path fetch(Sha256 digest) {
        URI address = URI.create("http://localhost:" + server.getAddress().getPort() + "/model.onnx?signature=secret");
        return new ModelDownload(folder, MAX_BYTES, progress::add).fetch(address, digest);
    }

    private List<Path> filesWithContent() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toFile().length() > 0).toList();
        }
    }

    private static int from(HttpExchange exchange) {
        String range = exchange.getRequestHeaders().getFirst("Range");
        return range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
    }

    /** The rest of the model, of which only a part comes. */
    private static void sendPartOf(HttpExchange exchange, int from, int end) throws IOException {
        if (from > 0) {
            exchange.getResponseHeaders()
                    .add("Content-Range", "bytes " + from + "-" + (MODEL.length - 1) + "/" + MODEL.length);
        }
        send(exchange, from > 0 ? 206 : 200, MODEL, from, end);
    }

    private static void send(HttpExchange exchange, int status, byte[] content, int from, int end) throws IOException {
        exchange.sendResponseHeaders(status, content.length - from);
        exchange.getResponseBody().write(content, from, end - from);
        exchange.getResponseBody().flush();
    }

    private static Sha256 digest(byte[] content) {
        return Sha256.ofBytes(Sha256.algorithm().digest(content));
    }
}
