package io.pilotlight.tests.conformance;

import io.pilotlight.api.DataType;
import io.pilotlight.api.Shape;
import io.pilotlight.tests.model.TinyModel;
import io.pilotlight.tests.process.BuiltFunction;
import io.pilotlight.tests.process.CatalogFiles;
import io.pilotlight.tests.process.FunctionProcess;
import io.pilotlight.tests.process.Placement;
import io.pilotlight.tests.process.RouterProcess;
import io.pilotlight.tests.process.SharedFunction;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The Python clients that people use, unmodified, from the package index: they are fetched into an environment of their own,
 * so these tests run only where they are asked for ({@code ./pilotlight test --clients}).
 */
@EnabledIfSystemProperty(named = "pilotlight.clients", matches = "true")
@ExtendWith(SharedFunction.class)
class PythonClientsIT {

    private static final Path SCRIPTS = Path.of("src/test/python").toAbsolutePath();
    private static final Shape VECTOR = Shape.of(Shape.VARIABLE);
    private static final Path ENVIRONMENT = Path.of("target/python").toAbsolutePath();

    private final FunctionProcess function;

    PythonClientsIT(FunctionProcess function) {
        this.function = function;
    }

    private record Outcome(int status, String output) {}

    private static Outcome run(String url, List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.directory(SCRIPTS.toFile()).redirectErrorStream(true);
        builder.environment().put("PILOTLIGHT_URL", url);
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), output);
    }

    private static boolean hasPython() throws InterruptedException {
        try {
            return run("", List.of("python3", "-c", "import venv, ensurepip")).status() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @BeforeAll
    static void fetchTheClients() throws Exception {
        assumeTrue(hasPython(), "skipped: the Python clients need python3 with its venv module");
        if (!Files.exists(ENVIRONMENT)) {
            succeed(run("", List.of("python3", "-m", "venv", ENVIRONMENT.toString())));
        }
        String pip = ENVIRONMENT.resolve("bin/pip").toString();
        succeed(run("", List.of(pip, "install", "--quiet", "-r", "requirements.txt")));
    }

    private static void succeed(Outcome outcome) {
        assertThat(outcome.status()).as(outcome.output()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"test_triton_http", "test_triton_grpc", "test_kserve", "test_openai", "test_cloudevents"})
    void works(String client) throws Exception {
        succeed(run(client, function));
    }

    @ParameterizedTest
    @ValueSource(strings = {"test_triton_http", "test_triton_grpc", "test_kserve", "test_openai", "test_cloudevents"})
    void worksThroughTheRouter(String client, @TempDir Path folder) throws Exception {
        CatalogFiles catalog =
                new CatalogFiles(folder).embed().pool("edge-cpu", 1, Map.of("embed", Placement.ofEmbed()));
        try (RouterProcess router = RouterProcess.start(catalog)) {
            succeed(run(client, router.front()));
        }
    }

    @Test
    void modelsThatComeAndGo(@TempDir Path models) throws Exception {
        for (DataType type : DataType.values()) {
            TinyModel.identity(type, VECTOR)
                    .write(models.resolve("type-" + type.name().toLowerCase(Locale.ROOT) + ".onnx"));
        }
        for (String version : List.of("1", "2")) {
            Path folder = Files.createDirectories(models.resolve("changing").resolve(version));
            TinyModel.identity(DataType.FP32, VECTOR).write(folder.resolve("model.onnx"));
        }
        Files.writeString(
                Files.createDirectories(models.resolve("broken").resolve("1")).resolve("model.onnx"), "no model");
        try (FunctionProcess onnx = FunctionProcess.launch(BuiltFunction.ONNX)
                .environment("PILOTLIGHT_REPOSITORY_LOCATION", models.toString())
                .start()) {
            succeed(run("test_models", onnx));
        }
    }

    private static Outcome run(String client, FunctionProcess function) throws IOException, InterruptedException {
        String python = ENVIRONMENT.resolve("bin/python").toString();
        return run("http://localhost:" + function.address().getPort(), List.of(python, "-m", "unittest", "-v", client));
    }
}
