package io.pilotlight.tests.endtoend.repository;

import io.pilotlight.api.DataType;
import io.pilotlight.api.Sha256;
import io.pilotlight.api.Shape;
import io.pilotlight.tests.model.TinyModel;
import io.pilotlight.tests.process.Answer;
import io.pilotlight.tests.process.BuiltFunction;
import io.pilotlight.tests.process.FunctionProcess;
import io.pilotlight.tests.process.Request;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/** Where a model may be given from, and what an operator is told when it is not there. */
class ModelLocationIT {

    private static final TinyModel MODEL = TinyModel.identity(DataType.FP32, Shape.of(Shape.VARIABLE));

    private final Path folder;

    ModelLocationIT(@TempDir Path folder) {
        this.folder = folder;
    }

    private FunctionProcess.Launch launch(String location) {
        return FunctionProcess.launch(BuiltFunction.ONNX)
                .environment("PILOTLIGHT_REPOSITORY_LOCATION", location)
                .environment(
                        "PILOTLIGHT_REPOSITORY_DOWNLOADS",
                        folder.resolve("downloads").toString());
    }

    @Test
    void aFile_isAModelOfItsName() throws IOException {
        try (FunctionProcess function =
                launch(MODEL.write(folder.resolve("mine.onnx")).toString()).start()) {
            assertThat(function.send(Request.get("/v2/models/mine/ready")).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void anAddress_isFetchedAndVerified_andOnlyOnce() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, MODEL.toBytes().length);
                exchange.getResponseBody().write(MODEL.toBytes());
            }
        });
        server.start();
        String address = "http://localhost:" + server.getAddress().getPort() + "/far.onnx";
        FunctionProcess.Launch launch = launch(address).environment("PILOTLIGHT_REPOSITORY_DIGEST", digest());
        try (FunctionProcess function = launch.start()) {
            Answer ready = function.send(Request.get("/v2/models/far/ready"));
            assertThat(ready.status()).as(ready.toString()).isEqualTo(200);
        } finally {
            server.stop(0);
        }
        try (FunctionProcess withoutServer = launch.start()) {
            assertThat(withoutServer.send(Request.get("/v2/models/far/ready")).status())
                    .isEqualTo(200);
        }
    }

    private static String digest() {
        return Sha256.ofBytes(Sha256.algorithm().digest(MODEL.toBytes())).toString();
    }

    @Test
    void aFileThatIsAnother_endsTheStart_sayingBothDigests() throws Exception {
        String file = MODEL.write(folder.resolve("mine.onnx")).toString();
        String other = "sha256:" + "ab".repeat(32);

        assertThat(launch(file)
                        .environment("PILOTLIGHT_REPOSITORY_DIGEST", other)
                        .failToStart())
                .contains("onnx cannot start: ", "mine.onnx", other, digest());
    }

    @Test
    void anAddressWithoutDigest_endsTheStart() throws Exception {
        assertThat(launch("http://localhost:1/far.onnx").failToStart()).contains("onnx cannot start: ", "digest");
    }

    @Test
    void aLocationThatIsNotThere_endsTheStart_sayingWhatToSet() throws Exception {
        assertThat(launch(folder.resolve("nowhere").toString()).failToStart())
                .contains("onnx cannot start: ", "nowhere", "pilotlight.repository.location");
    }

    @Test
    void aSettingThatNobodyKnows_endsTheStart() throws Exception {
        assertThat(launch(folder.toString())
                        .environment("PILOTLIGHT_REPOSITORY_LOCATIONS", "x")
                        .failToStart())
                .contains("PILOTLIGHT_REPOSITORY_LOCATIONS", "unknown", "pilotlight.repository.location");
    }

    @Test
    void anEmptyFolder_isReadyForModelsToCome() throws IOException {
        try (FunctionProcess function = launch(folder.toString()).start()) {
            MODEL.write(folder.resolve("late.onnx"));
            assertThat(function.send(Request.post("/v2/repository/models/late/load", ""))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void whereChangesAreSwitchedOff_callersCanNeitherLoadNorUnload() throws IOException {
        MODEL.write(folder.resolve("mine.onnx"));
        try (FunctionProcess function = launch(folder.toString())
                .environment("PILOTLIGHT_REPOSITORY_CHANGES", "false")
                .start()) {
            for (String change : new String[] {"load", "unload"}) {
                Answer answer = function.send(Request.post("/v2/repository/models/mine/" + change, ""));
                assertThat(answer.status()).isEqualTo(403);
                assertThat(answer.json().get("error").textValue()).contains("pilotlight.repository.changes");
            }
            assertThat(function.send(Request.get("/v2/models/mine/ready")).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void aModelThatIsNone_endsTheStart_whereItIsTheOnlyOne() throws Exception {
        Path file = Files.writeString(folder.resolve("broken.onnx"), "no model");

        assertThat(launch(file.toString()).failToStart()).contains("onnx cannot start: ", "broken.onnx");
    }
}
