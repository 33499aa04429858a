package io.pilotlight.quantize;

import io.pilotlight.quantize.graph.QuantizeException;
import io.pilotlight.quantize.scheme.Scheme;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What cannot be done is told in one sentence, and leaves nothing behind. */
class BadInputTest {

    private static final int WIDTH = 64;

    private final Path folder;

    BadInputTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void noModel() throws IOException {
        Path text = Files.writeString(folder.resolve("text.onnx"), "no model, but a text that is long enough");

        refuses(text, null, null, "expected an ONNX model");
        refuses(folder.resolve("missing.onnx"), null, null, "expected a file, there is none");
    }

    @Test
    void aModelThatIsCutOff() throws IOException {
        byte[] whole = linear().toByteArray();
        Path half = Files.write(folder.resolve("half.onnx"), Arrays.copyOf(whole, whole.length / 2));

        refuses(half, null, null, "cut off");
    }

    @Test
    void anUnknownOperatorSet() {
        ModelProto model = linear().toBuilder()
                .clearOpsetImport()
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(99))
                .build();

        refuses(TinyModels.write(model, folder), null, null, "expected operator set 9 to 25, got 99");
    }

    @Test
    void anUnknownOperator() {
        ModelProto model = new TinyModels(17)
                .input("x", DataType.FLOAT, -1, WIDTH)
                .node("Frobnicate", "y", "x")
                .model(-1, WIDTH);

        refuses(TinyModels.write(model, folder), null, null, "Frobnicate");
    }

    @Test
    void weightsThatAreNoConstants() {
        ModelProto model = new TinyModels(17)
                .input("x", DataType.FLOAT, 8, WIDTH)
                .input("weights", DataType.FLOAT, WIDTH, WIDTH)
                .node("MatMul", "y", "x", "weights")
                .model(8, WIDTH);

        refuses(TinyModels.write(model, folder), null, null, "weights have to be constants");
    }

    @Test
    void samplesThatDoNotFit() throws IOException {
        Path texts = Files.writeString(folder.resolve("texts.txt"), "one\ntwo\n");
        Files.writeString(folder.resolve("tokenizer.json"), "{}");
        Path one = Files.writeString(folder.resolve("one.txt"), "one\n");
        Path model = TinyModels.write(linear(), folder);

        refuses(model, one, null, "expected at least two texts");
        refuses(model, texts, one, "expected 2 lines, one for each sample, got 1");
        refuses(model, texts, null, "tokenizer");
        refuses(model, folder.resolve("none.txt"), null, "cannot be read");
        refuses(model, null, one, "expected samples that they belong to");
    }

    @Test
    void dimensionsThatNobodyCanGuess() {
        ModelProto model = new TinyModels(17)
                .input("x", DataType.FLOAT, -1, 3, -1, -1)
                .node("Relu", "y", "x")
                .model(-1, 3, -1, -1);

        refuses(TinyModels.write(model, folder), null, null, "--shape x=1,3,224,224");
    }

    @Test
    void outputThatIsThere() throws IOException {
        Path model = TinyModels.write(linear(), folder);
        Path out = Files.createDirectories(folder.resolve("out"));
        Files.writeString(out.resolve("tiny-int8.onnx"), "mine");

        assertThatThrownBy(() -> new Quantizer(request(model, null, null), line -> {}).quantize())
                .isInstanceOf(QuantizeException.class)
                .hasMessageContaining("--replace overwrites it");
        assertThat(out.resolve("tiny-int8.onnx")).hasContent("mine");
    }

    @Test
    void aFolderThatIsAFile() throws IOException {
        Files.writeString(folder.resolve("out"), "a file");

        assertThatThrownBy(() ->
                        new Quantizer(request(TinyModels.write(linear(), folder), null, null), line -> {}).quantize())
                .isInstanceOf(QuantizeException.class)
                .hasMessageContaining("expected a folder");
    }

    @Test
    void optionsThatThereAreNot() {
        String model = TinyModels.write(linear(), folder).toString();
        String out = folder.resolve("out").toString();

        assertThat(QuantizeCommand.run(model, "-o", out, "--scheme", "int3")).isEqualTo(2);
        assertThat(QuantizeCommand.run(model, "-o", out, "--shape", "x=1,zwei")).isEqualTo(2);
        assertThat(QuantizeCommand.run(model)).isEqualTo(2);
    }

    private static ModelProto linear() {
        return TinyModels.linear(TinyModels.random(WIDTH * WIDTH, 1, 1), WIDTH, WIDTH);
    }

    private void refuses(Path model, @Nullable Path samples, @Nullable Path labels, String why) {
        assertThatThrownBy(() -> new Quantizer(request(model, samples, labels), line -> {}).quantize())
                .isInstanceOf(QuantizeException.class)
                .hasMessageContaining(why)
                .hasMessageEndingWith(".");
        assertThat(folder.resolve("out")).satisfiesAnyOf(out -> assertThat(out).doesNotExist(), out -> assertThat(out)
                .isEmptyDirectory());
    }

    private Request request(Path model, @Nullable Path samples, @Nullable Path labels) {
        return new Request(
                model,
                folder.resolve("out"),
                List.of(new Scheme.Int8PerRow()),
                samples,
                labels,
                null,
                Map.of(),
                null,
                false,
                false,
                false);
    }
}
