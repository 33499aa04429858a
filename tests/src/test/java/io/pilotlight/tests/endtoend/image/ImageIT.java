package io.pilotlight.tests.endtoend.image;

import io.pilotlight.api.DataType;
import io.pilotlight.api.Shape;
import io.pilotlight.image.ImageCommand;
import io.pilotlight.tests.model.TinyModel;
import io.pilotlight.tests.process.Answer;
import io.pilotlight.tests.process.BuiltFunction;
import io.pilotlight.tests.process.ContainerImage;
import io.pilotlight.tests.process.EmbedBuild;
import io.pilotlight.tests.process.FunctionProcess;
import io.pilotlight.tests.process.Json;
import io.pilotlight.tests.process.Request;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Images of the native executables, started from their layers alone. */
@EnabledIfSystemProperty(
        named = "pilotlight.executable",
        matches = "native",
        disabledReason = "images hold native executables")
class ImageIT {

    private static final String TEXT = "Where is my card?";

    private final Path folder;

    ImageIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void requireRoots() throws IOException, InterruptedException {
        assumeTrue(
                ContainerImage.canStart(),
                "skipped: an image is started in a root of its own, which takes Linux and the rights of root");
    }

    @Test
    void embedAnswersFromItsLayersAlone() throws IOException, InterruptedException {
        ContainerImage image = ContainerImage.unpack(write(BuiltFunction.EMBED, "embed"), folder);

        float[] embedding;
        String digest;
        try (FunctionProcess function = image.start()) {
            Answer answer = ask(function);
            embedding = Json.floats(answer.json().required("embedding"));
            digest = answer.header("Pilotlight-Answer-Digest").orElseThrow();
            assertThat(function.owner()).isEqualTo(65532);
            assertThat(function.filesInTmp())
                    .as("files that were made at the start")
                    .isEmpty();
        }

        try (FunctionProcess outside = FunctionProcess.launch().start()) {
            assertThat(embedding)
                    .containsExactly(Json.floats(ask(outside).json().required("embedding")));
        }
        assertThat(digest)
                .isEqualTo(EmbedBuild.variant().required("answerDigest").textValue());
    }

    private static Answer ask(FunctionProcess function) {
        Answer answer = function.send(Request.post("/embed", "{\"text\": \"" + TEXT + "\"}"));
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return answer;
    }

    @Test
    void aModelWithoutCodeAnswersFromItsLayersAlone() throws IOException, InterruptedException {
        Path model = TinyModel.identity(DataType.FP32, Shape.of(Shape.VARIABLE)).write(folder.resolve("mine.onnx"));
        ContainerImage image = ContainerImage.unpack(write(BuiltFunction.ONNX, "onnx", "--model=" + model), folder);

        try (FunctionProcess function = image.start()) {
            Answer answer = function.send(Request.post(
                    "/v2/models/mine/infer",
                    "{\"inputs\": [{\"name\": \"" + TinyModel.INPUT
                            + "\", \"shape\": [2], \"datatype\": \"FP32\", \"data\": [1.5, -2]}]}"));
            assertThat(answer.status()).as("%s", answer).isEqualTo(200);
            assertThat(Json.floats(answer.json().required("outputs").required(0).required("data")))
                    .containsExactly(1.5f, -2f);
            assertThat(function.filesInTmp())
                    .as("files that were made at the start")
                    .isEmpty();
        }
    }

    /** Writes the image of what the build has left, as the launcher does it. */
    private Path write(BuiltFunction function, String name, String... options) throws IOException {
        Path build = Files.createDirectory(folder.resolve("build"));
        try (Stream<Path> files = Files.list(function.home())) {
            for (Path file : files.toList()) {
                Files.createSymbolicLink(build.resolve(file.getFileName()), file);
            }
        }
        Path bill = build.resolve("bom.json"); // the launcher has it made, which takes Maven
        Files.deleteIfExists(bill);
        Files.writeString(bill, "{\"bomFormat\": \"CycloneDX\", \"specVersion\": \"1.6\", \"version\": 1}");
        Path archive = folder.resolve("image.tar");
        List<String> arguments =
                new ArrayList<>(List.of(name, "--build=" + build, "--version=test", "--output=" + archive));
        arguments.addAll(List.of(options));
        assertThat(ImageCommand.run(arguments.toArray(String[]::new))).isZero();
        return archive;
    }
}
