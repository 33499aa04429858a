package io.pilotlight.quantize;

import io.pilotlight.quantize.graph.Attributes;
import io.pilotlight.quantize.graph.Constants;
import io.pilotlight.quantize.graph.Graph;
import io.pilotlight.quantize.graph.ModelFile;
import io.pilotlight.quantize.measure.Gate;
import io.pilotlight.quantize.measure.Saturation;
import io.pilotlight.quantize.report.Report;
import io.pilotlight.quantize.scheme.Scheme;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** Each gate refuses a model that was built to fail it, and no other gate does. */
class GatesTest {

    private static final int WIDTH = 64;

    private final Path folder;

    GatesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aModelThatNothingIsWrongWithPasses() {
        Report.Variant variant = quantize(TinyModels.linear(weights(), WIDTH, WIDTH));

        assertThat(failed(variant)).isSubsetOf("speed"); // so small a product is not worth rounding
        assertThat(variant.written()).isTrue();
        assertThat(folder.resolve("out").resolve(variant.file()))
                .hasSize(variant.measurement().bytes());
        assertThat(variant.layers()).extracting(Report.Layer::how).containsExactly("int8, activations per token");
    }

    /** One number of each row is so large that the others are nothing beside it, and the weights ignore that one. */
    @Test
    void accuracy() {
        Report.Variant variant = quantize(drowned("y").model(-1, WIDTH));

        assertThat(failed(variant)).contains("accuracy");
        assertThat(variant.written()).isFalse();
        assertThat(folder.resolve("out").resolve(variant.file())).doesNotExist();
        assertThat(variant.interchangeable()).isFalse();
    }

    /** The same before another layer, which stays quantized. */
    @Test
    void accuracyIsWonBackWithTheFewestLayersInFloats() {
        ModelProto model = drowned("drowned")
                .node("Relu", "z", "drowned")
                .constant(Constants.of("other", TinyModels.random(WIDTH * WIDTH, 1, 5), WIDTH, WIDTH))
                .node("MatMul", "y", "z", "other")
                .model(-1, WIDTH);

        Report.Variant variant = quantize(model);

        assertThat(failed(variant)).doesNotContain("accuracy");
        assertThat(variant.layers())
                .extracting(Report.Layer::how)
                .containsExactly("float", "int8, activations per token");
        assertThat(variant.attempts()).extracting(Report.Attempt::accurate).containsExactly(false, true);
    }

    @Test
    void speed() {
        // One row by few weights: rounding takes longer than multiplying.
        Report.Variant variant = quantize(TinyModels.linear(weights(), WIDTH, WIDTH), true);

        assertThat(failed(variant)).containsExactly("speed");
        assertThat(variant.written()).isFalse();
    }

    /** Every answer is multiplied by the largest number in its batch. */
    @Test
    void independence() {
        ModelProto model = new TinyModels(17)
                .input("x", DataType.FLOAT, -1, WIDTH)
                .constant(Constants.of("weights", weights(), WIDTH, WIDTH))
                .node("MatMul", "product", "x", "weights")
                .node("ReduceMax", "largest", List.of("x"), Attributes.of("axes", new long[] {0}))
                .node("Mul", "y", "product", "largest")
                .model(-1, WIDTH);

        Report.Variant variant = quantize(model);

        assertThat(failed(variant)).contains("independence");
        assertThat(variant.rowsIndependent()).isFalse();
        assertThat(variant.written()).isFalse();
    }

    /** A scale for each column is more than a byte instead of a float saves where a column is one weight. */
    @Test
    void size() {
        int columns = 8192;

        Report.Variant variant = quantize(TinyModels.linear(TinyModels.random(columns, 1, 3), 1, columns));

        assertThat(failed(variant)).contains("size");
        assertThat(variant.written()).isFalse();
    }

    @Test
    void saturation() {
        byte[] weights = new byte[WIDTH * WIDTH];
        Arrays.fill(weights, (byte) 127);
        Graph graph = ModelFile.read(TinyModels.write(
                new TinyModels(17)
                        .input("x", DataType.FLOAT, -1, WIDTH)
                        .constant(Constants.of("weights", DataType.INT8, weights, WIDTH, WIDTH))
                        .node("MatMulIntegerToFloat", "y", "x", "weights")
                        .model(-1, WIDTH),
                folder));

        assertThat(Saturation.largestSum(graph)).isEqualTo(255 * 254).isGreaterThan(Short.MAX_VALUE);
        assertThat(quantize(TinyModels.linear(weights(), WIDTH, WIDTH))
                        .measurement()
                        .largestPairSum())
                .isLessThanOrEqualTo(Short.MAX_VALUE);
    }

    @Test
    void force() {
        Request request = request(TinyModels.write(drowned("y").model(-1, WIDTH), folder), true, false);

        Report.Variant variant =
                new Quantizer(request, line -> {}).quantize().variants().getFirst();

        assertThat(variant.written()).isTrue();
        assertThat(variant.passed()).isFalse();
        assertThat(folder.resolve("out").resolve(variant.file())).exists();
        assertThat(folder.resolve("out").resolve("report.json")).content().contains("\"passed\" : false");
    }

    @Test
    void theSameModelMakesTheSameBytes() {
        String first = quantize(TinyModels.linear(weights(), WIDTH, WIDTH)).sha256();

        assertThat(quantize(TinyModels.linear(weights(), WIDTH, WIDTH)).sha256())
                .isEqualTo(first);
    }

    @Test
    void aPageTellsItAllAndNeedsNothingElse() {
        Report.Variant variant = quantize(drowned("y").model(-1, WIDTH));

        assertThat(folder.resolve("out").resolve("report.html"))
                .content()
                .contains("refused", "<svg", variant.layers().getFirst().name())
                .doesNotContain("src=", "href=", "http");
    }

    private static TinyModels drowned(String output) {
        float[] factors = new float[WIDTH];
        Arrays.fill(factors, 1);
        factors[0] = 1e4f;
        float[] weights = weights();
        Arrays.fill(weights, 0, WIDTH, 0);
        return new TinyModels(17)
                .input("x", DataType.FLOAT, -1, WIDTH)
                .constant(Constants.of("factors", factors, WIDTH))
                .constant(Constants.of("weights", weights, WIDTH, WIDTH))
                .node("Mul", "scaled", "x", "factors")
                .node("MatMul", output, "scaled", "weights");
    }

    private static float[] weights() {
        return TinyModels.random(WIDTH * WIDTH, 1, 1);
    }

    private Report.Variant quantize(ModelProto model) {
        return quantize(model, false);
    }

    private Report.Variant quantize(ModelProto model, boolean speedCounts) {
        Request request = request(TinyModels.write(model, folder), false, speedCounts);
        return new Quantizer(request, line -> {}).quantize().variants().getFirst();
    }

    private Request request(Path model, boolean force, boolean speedCounts) {
        return new Request(
                model,
                folder.resolve("out"),
                List.of(new Scheme.Int8PerRow()),
                null,
                null,
                null,
                Map.of(),
                null,
                force,
                true,
                speedCounts);
    }

    private static List<String> failed(Report.Variant variant) {
        return variant.gates().stream()
                .filter(gate -> !gate.passed())
                .map(Gate::name)
                .toList();
    }
}
