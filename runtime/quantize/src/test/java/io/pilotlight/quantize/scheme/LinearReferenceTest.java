package io.pilotlight.quantize.scheme;

import io.pilotlight.api.Shape;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.Tensors;
import io.pilotlight.quantize.TinyModels;
import io.pilotlight.quantize.graph.Graph;
import io.pilotlight.quantize.graph.ModelFile;
import io.pilotlight.quantize.graph.Node;
import io.pilotlight.quantize.run.Observations;
import io.pilotlight.quantize.run.Runner;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** What ONNX Runtime makes of a quantized layer is what plain Java arithmetic makes of it. */
class LinearReferenceTest {

    private static final int ROWS = 6;
    private static final int INPUTS = 96;
    private static final int OUTPUTS = 64;

    private final float[] weights = TinyModels.random(INPUTS * OUTPUTS, 0.7, 1);
    private final float[] values = TinyModels.random(ROWS * INPUTS, 4, 2);

    private final Path folder;

    LinearReferenceTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void perToken() {
        float[] rounded = new float[values.length];
        for (int row = 0; row < ROWS; row++) {
            System.arraycopy(LayerError.perToken(row(values, row)), 0, rounded, row * INPUTS, INPUTS);
        }
        float[] expected =
                product(rounded, Int8Weights.of(weights, INPUTS, OUTPUTS).restored());

        assertThat(quantized(new Activation.PerToken(), values)).containsExactly(expected, within(2e-4f));
    }

    /** Little lies below zero; one row is so small that it takes the least magnitude there is. */
    @Test
    void perTokenAbove() {
        Activation.PerTokenAbove above = new Activation.PerTokenAbove(0.17f);
        float[] mostlyAbove = values.clone();
        float[] rounded = new float[values.length];
        for (int i = 0; i < mostlyAbove.length; i++) {
            mostlyAbove[i] = Math.max(i < INPUTS ? mostlyAbove[i] / 10 : mostlyAbove[i], -0.17f);
        }
        for (int row = 0; row < ROWS; row++) {
            float[] expected = LayerError.perTokenAbove(row(mostlyAbove, row), above);
            System.arraycopy(expected, 0, rounded, row * INPUTS, INPUTS);
        }

        assertThat(quantized(above, mostlyAbove))
                .containsExactly(
                        product(
                                rounded,
                                Int8Weights.of(weights, INPUTS, OUTPUTS).restored()),
                        within(2e-4f));
        assertThat(rounded).containsExactly(mostlyAbove, within(4f / 239 / 2 + 1e-6f));
    }

    /** Channels of very different magnitudes; what lies beyond a limit is cut off. */
    @Test
    void perChannel() {
        float[] limits = new float[INPUTS];
        float[] expanded = values.clone();
        for (int channel = 0; channel < INPUTS; channel++) {
            limits[channel] = 3.5f * (channel % 7 + 1);
        }
        for (int i = 0; i < expanded.length; i++) {
            expanded[i] *= i % INPUTS % 7 + 1;
        }
        Int8Weights scaled = Int8Weights.of(LayerError.scaled(weights, limits, OUTPUTS), INPUTS, OUTPUTS);
        float[] steps = new float[expanded.length];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = (float) Math.clamp(Math.rint(expanded[i] * (127 / limits[i % INPUTS])), -128, 127);
        }

        assertThat(quantized(new Activation.PerChannel(limits), expanded))
                .containsExactly(product(steps, scaled.restored()), within(2e-3f));
        assertThat(steps).contains(127, -128);
    }

    @Test
    void aRowOfZerosGivesZeros() {
        float[] oneRowOfZeros = values.clone();
        Arrays.fill(oneRowOfZeros, INPUTS, 2 * INPUTS, 0);

        float[] results = quantized(new Activation.PerToken(), oneRowOfZeros);

        assertThat(row(results, 1, OUTPUTS)).containsExactly(new float[OUTPUTS], within(0f)); // either zero
        assertThat(row(results, 0, OUTPUTS)).doesNotContain(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 8})
    void weightsInBlocks(int bits) {
        Graph graph = graph();
        Scheme scheme = new Scheme.WeightsOnly(bits);
        List<LayerPlan> plans =
                scheme.plan(graph, Observations.of(graph, List.of(inputs(values)), scheme.toObserve(graph), ROWS));
        scheme.apply(graph, plans, Set.of());

        float[] expected =
                product(values, WeightBlocks.of(weights, INPUTS, OUTPUTS, bits).restored());

        // The kernel rounds activations to 8 bits, too; how is its own affair.
        assertThat(run(graph, values)).containsExactly(expected, within(0.15f));
        assertThat(graph.nodes()).extracting(Node::operator).containsExactly("MatMulNBits");
    }

    private float[] quantized(Activation activation, float[] given) {
        Graph graph = graph();
        PerRow.apply(graph, List.of(new LayerPlan(LinearLayer.all(graph).getFirst(), activation, 0)), Set.of());
        assertThat(graph.nodes()).extracting(Node::operator).contains("MatMulIntegerToFloat");
        return run(graph, given);
    }

    private Graph graph() {
        return ModelFile.read(TinyModels.write(TinyModels.linear(weights, INPUTS, OUTPUTS), folder));
    }

    private static float[] run(Graph graph, float[] given) {
        try (Runner runner = Runner.served(graph.toModel())) {
            return runner.run(inputs(given)).numeric("y").floatArray();
        }
    }

    private static Tensors inputs(float[] given) {
        return Tensors.of(Map.of("x", Tensor.of(Shape.of(ROWS, INPUTS), given)));
    }

    private static float[] row(float[] matrix, int row) {
        return row(matrix, row, INPUTS);
    }

    private static float[] row(float[] matrix, int row, int width) {
        return Arrays.copyOfRange(matrix, row * width, (row + 1) * width);
    }

    private static float[] product(float[] rows, float[] matrix) {
        float[] results = new float[ROWS * OUTPUTS];
        for (int row = 0; row < ROWS; row++) {
            for (int column = 0; column < OUTPUTS; column++) {
                double sum = 0;
                for (int k = 0; k < INPUTS; k++) {
                    sum += (double) rows[row * INPUTS + k] * matrix[k * OUTPUTS + column];
                }
                results[row * OUTPUTS + column] = (float) sum;
            }
        }
        return results;
    }
}
