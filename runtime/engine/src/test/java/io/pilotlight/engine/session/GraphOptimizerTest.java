package io.pilotlight.engine.session;

import io.pilotlight.api.DataType;
import io.pilotlight.api.Shape;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.Tensors;
import io.pilotlight.engine.model.ModelFiles;
import io.pilotlight.engine.model.ModelLoadException;
import io.pilotlight.engine.session.OnnxModel.ElementType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

final class GraphOptimizerTest {

    private static final String NOT_TOUCHED = "not touched";

    /** Doubles its input, by way of two operators that a fused graph does not need. */
    private static OnnxModel doubling() {
        return new OnnxModel()
                .input("in", ElementType.FLOAT, -1)
                .output("out", ElementType.FLOAT, -1)
                .node("Identity", List.of("in"), "a")
                .node("Identity", List.of("a"), "b")
                .node("Add", List.of("b", "b"), "out");
    }

    private static float answer(Path model, float value) {
        ByteBuffer data = ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        data.putFloat(0, value);
        Tensor tensor = new Tensor.Numeric(DataType.FP32, Shape.of(1), data);
        try (OnnxSession session = OnnxSession.open(model, new SessionSettings(1, false, false))) {
            return session.run(Tensors.of(Map.of("in", tensor)))
                    .numeric("out")
                    .floats()
                    .get(0);
        }
    }

    @Test
    void writesASmallerModelThatAnswersTheSame(@TempDir Path directory) throws IOException {
        Path model = doubling().writeTo(directory.resolve("model.onnx"));
        Path output = directory.resolve("new/folder/optimized.onnx");
        GraphOptimizer.main(new String[] {model.toString(), output.toString()});
        assertThat(answer(output, 21)).isEqualTo(42);
        assertThat(answer(model, 21)).isEqualTo(42);
        assertThat(new String(Files.readAllBytes(model), StandardCharsets.ISO_8859_1))
                .contains("Identity");
        assertThat(new String(Files.readAllBytes(output), StandardCharsets.ISO_8859_1))
                .doesNotContain("Identity");
    }

    @Test
    void largeWeightsGoBesideTheGraph_andAreReadFromThere(@TempDir Path directory) throws IOException {
        float[] weights = new float[2_048];
        Arrays.fill(weights, 2);
        OnnxModel adding = new OnnxModel()
                .input("in", ElementType.FLOAT, -1)
                .output("out", ElementType.FLOAT, -1)
                .weights(weights, "weights")
                .node("Add", List.of("in", "weights"), "out");
        Path model = adding.writeTo(directory.resolve("model.onnx"));
        Path output = directory.resolve("optimized/model.onnx");
        GraphOptimizer.optimize(model, output);
        Path beside = output.resolveSibling(ModelFiles.weightsOf("model.onnx"));
        assertThat(Files.size(output)).isLessThan(1_000);
        assertThat(Files.size(beside)).isGreaterThanOrEqualTo((long) weights.length * Float.BYTES);
        assertThat(answer(output, 40)).isEqualTo(42);
    }

    @Test
    void smallWeightsStayInTheGraph(@TempDir Path directory) throws IOException {
        Path model = doubling().writeTo(directory.resolve("model.onnx"));
        Path output = directory.resolve("optimized.onnx");
        GraphOptimizer.optimize(model, output);
        assertThat(directory.resolve(ModelFiles.weightsOf("optimized.onnx"))).doesNotExist();
    }

    @Test
    void leavesAnOutputThatIsNewerThanItsSource(@TempDir Path directory) throws IOException {
        Path model = doubling().writeTo(directory.resolve("model.onnx"));
        Path output = Files.writeString(directory.resolve("optimized.onnx"), NOT_TOUCHED);
        Files.setLastModifiedTime(model, FileTime.fromMillis(1_000_000));
        Files.setLastModifiedTime(output, FileTime.fromMillis(2_000_000));
        GraphOptimizer.optimize(model, output);
        assertThat(output).hasContent(NOT_TOUCHED);
    }

    @Test
    void replacesAnOutputThatIsOlderThanItsSource(@TempDir Path directory) throws IOException {
        Path model = doubling().writeTo(directory.resolve("model.onnx"));
        Path output = Files.writeString(directory.resolve("optimized.onnx"), NOT_TOUCHED);
        Files.setLastModifiedTime(model, FileTime.fromMillis(2_000_000));
        Files.setLastModifiedTime(output, FileTime.fromMillis(1_000_000));
        GraphOptimizer.optimize(model, output);
        assertThat(answer(output, 4)).isEqualTo(8);
    }

    @Test
    void refusesWhatIsNoModelAndWritesNothing(@TempDir Path directory) throws IOException {
        Path model = Files.writeString(directory.resolve("text.onnx"), "not a model");
        Path output = directory.resolve("optimized.onnx");
        assertThatExceptionOfType(ModelLoadException.class)
                .isThrownBy(() -> GraphOptimizer.optimize(model, output))
                .withMessageStartingWith("model " + model + ": cannot be optimized: ");
        assertThat(output).doesNotExist();
    }

    @Test
    void expectsAModelAndAFileToWrite() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GraphOptimizer.main(new String[] {"model.onnx"}))
                .withMessage("expected: <model> <output file>");
    }
}
