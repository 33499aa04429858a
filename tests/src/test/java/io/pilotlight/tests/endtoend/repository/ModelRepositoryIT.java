package io.pilotlight.tests.endtoend.repository;

import io.pilotlight.api.DataType;
import io.pilotlight.api.Shape;
import io.pilotlight.tests.model.TinyModel;
import io.pilotlight.tests.process.Answer;
import io.pilotlight.tests.process.BinaryTensors;
import io.pilotlight.tests.process.BuiltFunction;
import io.pilotlight.tests.process.FunctionProcess;
import io.pilotlight.tests.process.Request;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

import static org.assertj.core.api.Assertions.assertThat;

/** A folder of models, some of them broken, that changes while they are called. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModelRepositoryIT {

    private static final Shape VECTOR = Shape.of(Shape.VARIABLE);

    private final Path folder;
    private final FunctionProcess function;

    ModelRepositoryIT(@TempDir Path folder) throws IOException {
        this.folder = folder;
        write("identity.onnx", TinyModel.identity(DataType.FP32, VECTOR));
        write("sum/1/model.onnx", TinyModel.add(DataType.FP32, Shape.of(Shape.VARIABLE, Shape.VARIABLE)));
        for (DataType type : DataType.values()) {
            write("type-" + type.name().toLowerCase(Locale.ROOT) + ".onnx", TinyModel.identity(type, VECTOR));
        }
        Files.createDirectories(folder.resolve("nonsense/1"));
        Files.writeString(folder.resolve("nonsense/1/model.onnx"), "no model");
        Files.writeString(folder.resolve("described.json"), "{\"location\": 5}");
        this.function = start();
    }

    private FunctionProcess start() {
        return FunctionProcess.launch(BuiltFunction.ONNX)
                .environment("PILOTLIGHT_REPOSITORY_LOCATION", folder.toString())
                .start();
    }

    @AfterAll
    void stop() {
        function.close();
    }

    private void write(String name, TinyModel model) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        model.write(file);
    }

    @Test
    void aBrokenModelIsToldInTheIndex_andTheOthersServe() {
        assertThat(entry("nonsense", "1").get("state").textValue()).isEqualTo("UNAVAILABLE");
        assertThat(entry("nonsense", "1").get("reason").textValue()).contains("model.onnx");
        assertThat(entry("described", "1").get("reason").textValue()).contains("location", "string");
        assertThat(entry("identity", "1").get("state").textValue()).isEqualTo("READY");
        assertThat(infer("identity", "in", 1.5f)).isEqualTo(1.5f);
        assertThat(function.send(Request.get("/v2/health/ready")).status()).isEqualTo(200);
        assertThat(function.send(Request.get("/v2/models/nonsense/ready")).status())
                .isEqualTo(503);
        assertThat(post("/v2/models/nonsense/infer", vector("in", 1f))
                        .json()
                        .get("error")
                        .textValue())
                .contains("nonsense", "not ready");
    }

    @Test
    void indexOfWhatIsReady_hasNothingElse() {
        for (JsonNode model : post("/v2/repository/index", "{\"ready\": true}").json()) {
            assertThat(model.get("state").textValue()).isEqualTo("READY");
        }
    }

    @Test
    void aModelSaysWhatItTakes() {
        JsonNode metadata = function.send(Request.get("/v2/models/sum")).json();

        assertThat(metadata.at("/inputs/1").toString())
                .isEqualTo("{\"name\":\"b\",\"datatype\":\"FP32\",\"shape\":[-1,-1]}");
        assertThat(function.send(Request.get("/v2/models/sum/config"))
                        .json()
                        .get("max_batch_size")
                        .intValue())
                .isZero();
        assertThat(function.send(Request.get("/openapi")).json().at("/paths").has("/v2/models/{model}/infer"))
                .isTrue();
    }

    /** Eleven types reach the model and come back to the bit; of the others the index says that they are not served. */
    @ParameterizedTest
    @EnumSource(DataType.class)
    void everyTypeIsServedOrToldNotToBe(DataType type) {
        String model = "type-" + type.name().toLowerCase(Locale.ROOT);
        boolean served = List.of(DataType.UINT16, DataType.UINT32, DataType.UINT64).stream()
                .noneMatch(other -> other == type);
        JsonNode entry = entry(model, "1");
        if (!served) {
            assertThat(entry.get("reason").textValue()).contains("element type", type.name());
            return;
        }
        byte[] data = type == DataType.BYTES ? BinaryTensors.element("grün") : sample(type);

        Answer answer = inferBinary(model, type, 1, data);

        int head = Integer.parseInt(answer.header(BinaryTensors.HEADER).orElseThrow());
        assertThat(Arrays.copyOfRange(answer.body(), head, answer.body().length))
                .isEqualTo(data);
    }

    private static byte[] sample(DataType type) {
        byte[] element = new byte[type.byteSize()];
        Arrays.fill(element, (byte) 1);
        return element;
    }

    private Answer inferBinary(String model, DataType type, int elements, byte[] data) {
        Answer answer = function.send(
                BinaryTensors.post("/v2/models/" + model + "/infer", """
                {"inputs": [{"name": "in", "datatype": "%s", "shape": [%d], "parameters": {"binary_data_size": %d}}],
                 "parameters": {"binary_data_output": true}}""".formatted(type, elements, data.length), data));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer;
    }

    @Test
    void tensorsThatDoNotGoTogether_areTheCallersFault() {
        Answer answer = post("/v2/models/sum/infer", """
                {"inputs": [{"name": "a", "datatype": "FP32", "shape": [1, 2], "data": [1, 2]},
                            {"name": "b", "datatype": "FP32", "shape": [1, 3], "data": [1, 2, 3]}]}""");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("error").textValue()).contains("sum").doesNotContain("\n");
    }

    @Test
    void unloaded_aModelIsGone_untilItIsLoadedAgain() throws IOException {
        write("comes-and-goes/1/model.onnx", TinyModel.identity(DataType.FP32, VECTOR));
        assertThat(entry("comes-and-goes", "1").get("reason").textValue()).contains("not been loaded");
        assertThat(post("/v2/models/comes-and-goes/infer", vector("in", 1f)).status())
                .isEqualTo(404);

        change("comes-and-goes", "load");
        assertThat(infer("comes-and-goes", "in", 2f)).isEqualTo(2f);

        change("comes-and-goes", "unload");
        assertThat(post("/v2/models/comes-and-goes/infer", vector("in", 1f)).status())
                .isEqualTo(404);
        assertThat(entry("comes-and-goes", "1").get("state").textValue()).isEqualTo("UNAVAILABLE");

        change("comes-and-goes", "load");
        assertThat(infer("comes-and-goes", "in", 3f)).isEqualTo(3f);
    }

    @Test
    void theNewestVersionAnswers_whoeverNamesNone() throws IOException {
        write("versions/2/model.onnx", TinyModel.identity(DataType.FP32, VECTOR));
        change("versions", "load");
        write("versions/10/model.onnx", TinyModel.identity(DataType.FP32, VECTOR));
        change("versions", "load");

        assertThat(versionThatAnswers("/v2/models/versions/infer")).isEqualTo("10");
        assertThat(versionThatAnswers("/v2/models/versions/versions/2/infer")).isEqualTo("2");
        assertThat(function.send(Request.get("/v2/models/versions"))
                        .json()
                        .get("versions")
                        .toString())
                .isEqualTo("[\"2\",\"10\"]");
        assertThat(post("/v2/models/versions/versions/3/infer", vector("in", 1f))
                        .status())
                .isEqualTo(404);

        Files.delete(folder.resolve("versions/10/model.onnx"));
        Files.delete(folder.resolve("versions/10"));
        change("versions", "load");
        assertThat(versionThatAnswers("/v2/models/versions/infer")).isEqualTo("2");
    }

    private String versionThatAnswers(String path) {
        return post(path, vector("in", 1f)).json().get("model_version").textValue();
    }

    @Test
    void aModelThatCannotTakeAnothersPlace_leavesItThere() throws IOException {
        write("stays/1/model.onnx", TinyModel.identity(DataType.FP32, VECTOR));
        change("stays", "load");
        Files.writeString(folder.resolve("stays/1/model.onnx"), "no model any more");

        Answer answer = post("/v2/repository/models/stays/load", "");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("error").textValue()).contains("stays", "model.onnx");
        assertThat(infer("stays", "in", 4f)).isEqualTo(4f);
        assertThat(entry("stays", "1").get("reason").textValue()).contains("serves on");
    }

    @Test
    void weightsBesideAModel_arePartOfWhatItsAnswersDependOn() throws IOException {
        write("beside/1/model.onnx", TinyModel.addWeightBeside("weight.bin", VECTOR));
        replaceWeight(1f);
        change("beside", "load");
        assertThat(infer("beside", "in", 1.5f)).isEqualTo(2.5f);
        String before = answerDigest("beside");

        replaceWeight(2f);
        change("beside", "load");
        assertThat(infer("beside", "in", 1.5f)).isEqualTo(3.5f);
        assertThat(answerDigest("beside")).isNotEqualTo(before);
    }

    /** In the place of the one before, not over it: that is mapped into the memory of who serves it. */
    private void replaceWeight(float value) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        Path written = Files.write(
                folder.resolve("beside/1/.new"), bytes.putFloat(value).array());
        Files.move(written, folder.resolve("beside/1/weight.bin"), StandardCopyOption.REPLACE_EXISTING);
    }

    private String answerDigest(String model) {
        return post("/v2/models/" + model + "/infer", vector("in", 1f))
                .header("Pilotlight-Answer-Digest")
                .orElseThrow();
    }

    @Test
    void requestsInFlightKeepTheirModel_howeverOftenItIsLoadedAnew() throws Exception {
        write("busy/1/model.onnx", TinyModel.identity(DataType.FP32, VECTOR));
        change("busy", "load");
        AtomicBoolean enough = new AtomicBoolean();
        try (ExecutorService callers = Executors.newFixedThreadPool(4)) {
            List<Future<Integer>> answered = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                answered.add(callers.submit(() -> {
                    int answers = 0;
                    for (; !enough.get(); answers++) {
                        assertThat(infer("busy", "in", answers)).isEqualTo(answers);
                    }
                    return answers;
                }));
            }
            for (int i = 0; i < 30; i++) {
                change("busy", "load");
            }
            enough.set(true);
            assertThat(sum(answered)).isGreaterThan(30);
        }
    }

    private static int sum(List<Future<Integer>> counts) throws InterruptedException, ExecutionException {
        int sum = 0;
        for (Future<Integer> count : counts) {
            sum += count.get();
        }
        return sum;
    }

    @Test
    void whatTheRepositoryDoesNotHave_cannotBeLoaded() {
        assertThat(post("/v2/repository/models/nowhere/load", "").status()).isEqualTo(404);
        assertThat(post("/v2/repository/models/..%2Fetc/load", "").status()).isBetween(400, 404);
        assertThat(post("/v2/repository/models/nowhere/unload", "").status()).isEqualTo(404);
        assertThat(post("/v2/repository/models/identity/load", "{\"parameters\": {\"config\": \"{}\"}}")
                        .json()
                        .get("error")
                        .textValue())
                .contains("parameters");
    }

    @Test
    void whatOnlyTypedFunctionsHave_isNotThere() {
        for (String path : List.of("/", "/onnx", "/v1/embeddings")) {
            assertThat(post(path, "{}").status()).as(path).isEqualTo(404);
        }
    }

    private void change(String model, String change) {
        Answer answer = post("/v2/repository/models/" + model + "/" + change, "");
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    }

    private JsonNode entry(String name, String version) {
        for (JsonNode entry : post("/v2/repository/index", "").json()) {
            if (entry.get("name").textValue().equals(name)
                    && entry.get("version").textValue().equals(version)) {
                return entry;
            }
        }
        throw new AssertionError("no " + name + " " + version + " in the index");
    }

    private float infer(String model, String input, float number) {
        Answer answer = post("/v2/models/" + model + "/infer", vector(input, number));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.json().at("/outputs/0/data/0").floatValue();
    }

    private static String vector(String input, float number) {
        return """
                {"inputs": [{"name": "%s", "datatype": "FP32", "shape": [1], "data": [%s]}]}""".formatted(input, number);
    }

    private Answer post(String path, String json) {
        return function.send(Request.post(path, json));
    }
}
