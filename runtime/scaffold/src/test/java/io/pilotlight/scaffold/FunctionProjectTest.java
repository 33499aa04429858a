package io.pilotlight.scaffold;

import io.pilotlight.api.DataType;
import io.pilotlight.api.Shape;
import io.pilotlight.api.Signature;
import io.pilotlight.api.TensorSpec;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class FunctionProjectTest {

    /** As converters of classical models and of language models name, type and shape their tensors. */
    private static final Signature EVERYTHING = new Signature(
            List.of(
                    tensor("float_input", DataType.FP32, -1, 30),
                    tensor("input:0", DataType.FP32, 1, 3, 2, 2),
                    tensor("ids", DataType.INT64, -1, -1),
                    tensor("class", DataType.INT32, -1),
                    tensor("2d", DataType.FP32, -1, -1, 4),
                    tensor("text", DataType.BYTES, -1, 1),
                    tensor("flag", DataType.BOOL, -1),
                    tensor("amount", DataType.FP64, -1),
                    tensor("whole", DataType.FP32, 5)),
            List.of(
                    tensor("label", DataType.INT64, -1),
                    tensor("probabilities", DataType.FP32, -1, 2),
                    tensor("tokens", DataType.INT64, -1, -1),
                    tensor("name", DataType.BYTES, -1),
                    tensor("sure", DataType.BOOL, -1),
                    tensor("count", DataType.INT32, -1),
                    tensor("score", DataType.FP64, -1, 1),
                    tensor("one", DataType.FP32)));

    @Test
    void files_ofAModelOfEveryKind_compile(@TempDir Path folder) throws IOException {
        String source = project("fraud-check", EVERYTHING)
                .files()
                .getOrDefault("src/main/java/functions/fraudcheck/FraudCheck.java", "");

        assertThat(compile(folder, "FraudCheck", source)).isEmpty();
        assertThat(source)
                .contains("@Length(30) float[] float_input")
                .contains("@Length(12) float[] input_0")
                .contains("long[] ids")
                .contains("int class_")
                .contains("Shape.of(1, item._2d().length / 4, 4)")
                .contains("Shape.of(5), item.whole()");
    }

    @Test
    void files_haveAManifestForTheModel_andATestOfTheFunction() {
        Map<String, String> files = project("intents", EVERYTHING).files();

        assertThat(files.getOrDefault("src/main/function.json", "")).contains("\"model\": \"intents.onnx\"");
        assertThat(files.getOrDefault("pom.xml", ""))
                .contains("functions.intents.Intents", "<function.model>intents.onnx", "1.2.3");
        assertThat(files.getOrDefault("src/test/java/functions/intents/IntentsTest.java", ""))
                .contains(".post(\"/intents\")", "\"text\": \"\"", "\"ids\": [0]");
        assertThat(String.join("", files.values())).doesNotContainPattern("@[a-z]+@");
    }

    @ParameterizedTest
    @CsvSource({"UINT8, '[-1, 3]'", "FP16, '[-1]'", "INT32, '[-1, 2]'", "FP32, '[-1, -1, -1]'"})
    void files_ofATensorThatNoItemHolds_areRefused_namingIt(DataType type, String shape) {
        long[] dimensions = List.of(shape.replaceAll("[\\[\\] ]", "").split(",", -1)).stream()
                .mapToLong(Long::parseLong)
                .toArray();
        Signature signature = new Signature(List.of(tensor("odd", type, dimensions)), EVERYTHING.outputs());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> project("intents", signature).files())
                .withMessageContaining("odd")
                .withMessageContaining(shape);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Intents", "1st", "a_b", "a--b", "-a", "a-", "../a", "a b"})
    void name_thatIsNone_isRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> project(name, EVERYTHING))
                .withMessageContaining("name");
    }

    private static FunctionProject project(String name, Signature signature) {
        return new FunctionProject(name, "intents.onnx", "1.2.3", signature);
    }

    private static TensorSpec tensor(String name, DataType type, long... shape) {
        return new TensorSpec(name, type, Shape.of(shape));
    }

    /** What the compiler has to say of it. */
    private static String compile(Path folder, String name, String source) throws IOException {
        Path file = Files.writeString(folder.resolve(name + ".java"), source);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter words = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            Iterable<? extends JavaFileObject> units = files.getJavaFileObjects(file);
            List<String> options = List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
            compiler.getTask(words, files, null, options, null, units).call();
        }
        return words.toString();
    }
}
