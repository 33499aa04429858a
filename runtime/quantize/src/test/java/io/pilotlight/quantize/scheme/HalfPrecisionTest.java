package io.pilotlight.quantize.scheme;

import io.pilotlight.api.Shape;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.Tensors;
import io.pilotlight.quantize.TinyModels;
import io.pilotlight.quantize.graph.Graph;
import io.pilotlight.quantize.graph.ModelFile;
import io.pilotlight.quantize.run.Runner;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class HalfPrecisionTest {

    private static final int WIDTH = 64;

    private final Path folder;

    HalfPrecisionTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void isThatOfPlainJavaAndCallersDoNotNotice() {
        float[] weights = TinyModels.random(WIDTH * WIDTH, 1, 1);
        float[] row = TinyModels.random(WIDTH, 1, 2);
        Graph graph = ModelFile.read(TinyModels.write(TinyModels.linear(weights, WIDTH, WIDTH), folder));

        new Scheme.HalfFloats().apply(graph, List.of(), Set.of());

        assertThat(graph.constants())
                .allSatisfy(constant -> assertThat(constant.getDataType()).isEqualTo(DataType.FLOAT16.getNumber()));
        float[] expected = new float[WIDTH];
        for (int k = 0; k < WIDTH; k++) {
            for (int column = 0; column < WIDTH; column++) {
                expected[column] += half(row[k]) * half(weights[k * WIDTH + column]);
            }
        }
        try (Runner runner = Runner.served(graph.toModel())) {
            float[] results = runner.run(Tensors.of(Map.of("x", Tensor.of(Shape.of(1, WIDTH), row))))
                    .numeric("y")
                    .floatArray();
            assertThat(results).containsExactly(expected, within(0.02f));
        }
    }

    private static float half(float value) {
        return Float.float16ToFloat(Float.floatToFloat16(value));
    }
}
