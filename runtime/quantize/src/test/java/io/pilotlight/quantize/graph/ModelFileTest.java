package io.pilotlight.quantize.graph;

import io.pilotlight.quantize.TinyModels;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ModelFileTest {

    private static final int OFFSET = 64;

    private final float[] weights = TinyModels.random(12, 1, 1);
    private final Path folder;

    ModelFileTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void readsConstantsThatLieInAFileBesideTheModel() throws IOException {
        byte[] bytes = Constants.of("weights", weights, 4, 3).getRawData().toByteArray();
        byte[] data = new byte[OFFSET + bytes.length];
        System.arraycopy(bytes, 0, data, OFFSET, bytes.length);
        Files.write(folder.resolve("weights.bin"), data);

        Graph graph = ModelFile.read(TinyModels.write(external("weights.bin", OFFSET), folder));

        TensorProto constant = Objects.requireNonNull(graph.constant("weights"));
        assertThat(Constants.floats(constant)).containsExactly(weights);
    }

    @Test
    void readsNoFileOutsideTheModelsFolder() throws IOException {
        Path inside = Files.createDirectories(folder.resolve("inside"));
        Files.write(folder.resolve("secret.bin"), new byte[256]);
        Path model = TinyModels.write(external("../secret.bin", 0), inside);

        assertThatThrownBy(() -> ModelFile.read(model))
                .isInstanceOf(QuantizeException.class)
                .hasMessageContaining("expected its numbers in a file beside the model, got `../secret.bin`");
    }

    @Test
    void readsNothingBeyondTheEndOfAFile() throws IOException {
        Files.write(folder.resolve("short.bin"), new byte[40]);
        Path model = TinyModels.write(external("short.bin", 0), folder);

        assertThatThrownBy(() -> ModelFile.read(model))
                .isInstanceOf(QuantizeException.class)
                .hasMessageContaining("expected 48 bytes at 0");
    }

    private ModelProto external(String location, int offset) {
        ModelProto.Builder model = TinyModels.linear(weights, 4, 3).toBuilder();
        TensorProto whole = model.getGraph().getInitializer(0);
        model.getGraphBuilder()
                .setInitializer(
                        0,
                        whole.toBuilder()
                                .clearRawData()
                                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                                .addExternalData(entry("location", location))
                                .addExternalData(entry("offset", Integer.toString(offset)))
                                .addExternalData(entry("length", "48")));
        return model.build();
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }
}
