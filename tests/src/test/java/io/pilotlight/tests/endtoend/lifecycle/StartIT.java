package io.pilotlight.tests.endtoend.lifecycle;

import io.pilotlight.tests.process.Answer;
import io.pilotlight.tests.process.Connection;
import io.pilotlight.tests.process.EmbedBuild;
import io.pilotlight.tests.process.FunctionProcess;
import io.pilotlight.tests.process.Request;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** From the first instruction to the first answer, and what prevents it. Two processes start side by side. */
@Execution(ExecutionMode.CONCURRENT)
class StartIT {

    private static final Duration START = Duration.ofSeconds(30);
    private static final Request ASK = Request.post("/embed", "{\"text\": \"hello world\"}");

    @Test
    void answersRequestsThatComeWhileTheModelIsBeingLoaded() throws IOException {
        try (FunctionProcess function = FunctionProcess.launch().startWithoutWaiting();
                Connection readiness = firstConnection(function);
                Connection connection = function.connect()) {
            readiness.send(Request.get("/v2/health/ready").bytes());
            connection.send(ASK.bytes());
            Answer ready = readiness.answer();
            Answer answer = connection.answer();

            assertThat(ready.status()).isIn(200, 503);
            assertThat(ready.json().required("live").booleanValue()).isTrue();
            assertThat(ready.json().required("ready").booleanValue()).isEqualTo(ready.status() == 200);
            assertThat(answer.status()).as("%s", answer).isEqualTo(200);
            assertThat(function.isReady()).isTrue();
        }
    }

    @Test
    void answersWhoeverPrefersToWaitWhenItIsReady() throws IOException {
        try (FunctionProcess function = FunctionProcess.launch().startWithoutWaiting();
                Connection waiting = firstConnection(function);
                Connection impatient = function.connect()) {
            waiting.send(Request.get("/v2/health/ready")
                    .header("Prefer", "respond-async, wait=5")
                    .bytes());
            impatient.send(Request.get("/v2/health/ready")
                    .header("Prefer", "wait=soon")
                    .bytes());

            assertThat(impatient.answer().status()).isIn(200, 503);
            assertThat(waiting.answer().status()).isEqualTo(200);
            assertThat(function.isReady()).isTrue();
        }
    }

    private static Connection firstConnection(FunctionProcess function) {
        return await().atMost(START)
                .pollInterval(Duration.ofMillis(1))
                .ignoreException(ConnectException.class)
                .until(function::connect, connection -> true);
    }

    @ParameterizedTest
    @ValueSource(strings = {EmbedBuild.MODEL_FILE, EmbedBuild.WEIGHTS_FILE, EmbedBuild.TOKENIZER_FILE})
    void endsWhenAFileOfTheModelIsNotTheOneItWasBuiltWith(String file, @TempDir Path home)
            throws IOException, InterruptedException {
        copyHome(home);
        Path altered = home.resolve("model").resolve(file);
        byte[] content = Files.readAllBytes(altered);
        content[content.length / 2] ^= 1;
        Files.write(altered, content);

        String sentence = FunctionProcess.launch()
                .environment("PILOTLIGHT_MODEL_HOME", home.toString())
                .failToStart();

        String expected = EmbedBuild.variant()
                .required("files")
                .required(file)
                .required("digest")
                .textValue();
        assertThat(sentence)
                .contains("embed cannot start: model file " + altered)
                .contains("expected " + expected)
                .containsPattern("got sha256:[0-9a-f]{64}");
    }

    @Test
    void endsWhenAFileOfTheModelIsMissing(@TempDir Path home) throws IOException, InterruptedException {
        copyHome(home);
        Path missing = home.resolve("model").resolve(EmbedBuild.TOKENIZER_FILE);
        Files.delete(missing);

        assertThat(FunctionProcess.launch()
                        .environment("PILOTLIGHT_MODEL_HOME", home.toString())
                        .failToStart())
                .contains("embed cannot start: model file " + missing)
                .contains("missing");
    }

    @Test
    void endsWhenTheFolderOfTheModelIsMissing(@TempDir Path home) throws InterruptedException {
        assertThat(FunctionProcess.launch()
                        .environment(
                                "PILOTLIGHT_MODEL_HOME", home.resolve("nowhere").toString())
                        .failToStart())
                .contains("embed cannot start: ")
                .contains(home.resolve("nowhere").toString())
                .contains("missing");
    }

    /** The libraries stay where they are; the model's files are copies. */
    private static void copyHome(Path home) throws IOException {
        Files.createSymbolicLink(home.resolve("native"), EmbedBuild.NATIVE_LIBRARIES);
        Path model = Files.createDirectory(home.resolve("model"));
        for (String file : List.of(EmbedBuild.MODEL_FILE, EmbedBuild.WEIGHTS_FILE, EmbedBuild.TOKENIZER_FILE)) {
            Files.copy(EmbedBuild.MODEL.resolve(file), model.resolve(file));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pilotlight.limits.body-sise", "pilotlight.limit.body-size"})
    void endsWhenASettingIsUnknown(String name) throws InterruptedException {
        assertThat(FunctionProcess.launch().property(name, "1").failToStart()).contains(name);
    }

    @Test
    void endsWhenASettingOfTheEnvironmentIsUnknown() throws InterruptedException {
        assertThat(FunctionProcess.launch()
                        .environment("PILOTLIGHT_LIMITS_BODY_SISE", "1M")
                        .failToStart())
                .containsIgnoringCase("body");
    }

    @ParameterizedTest
    @CsvSource({
        "PILOTLIGHT_LIMITS_BODY_SIZE, much, body-size",
        "PILOTLIGHT_LIMITS_CONCURRENT_REQUESTS, 0, concurrent-requests",
        "PILOTLIGHT_PLAN_THREADS, -1, plan.threads"
    })
    void endsWhenASettingMakesNoSense(String name, String value, String named) throws InterruptedException {
        assertThat(FunctionProcess.launch().environment(name, value).failToStart())
                .contains(named);
    }

    @ParameterizedTest
    @CsvSource({
        "PILOTLIGHT_LIMITS_QUEUED_ROWS, 4, items-per-request",
        "PILOTLIGHT_LIMITS_BODIES_IN_MEMORY, 1M, body-size"
    })
    void endsWhenTwoSettingsContradictEachOther(String name, String value, String other) throws InterruptedException {
        String own = name.substring("PILOTLIGHT_LIMITS_".length())
                .toLowerCase(Locale.ROOT)
                .replace('_', '-');

        assertThat(FunctionProcess.launch().environment(name, value).failToStart())
                .contains(own, other);
    }
}
