package io.pilotlight.engine.session;

import io.pilotlight.api.DataType;
import io.pilotlight.api.ErrorCategory;
import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Shape;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.TensorSpec;
import io.pilotlight.api.Tensors;
import io.pilotlight.engine.model.ModelLoadException;
import io.pilotlight.engine.session.OnnxModel.ElementType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

final class OnnxSessionTest {

    private static final SessionSettings SETTINGS = new SessionSettings(1, false, true);

    @TempDir
    private Path directory = Path.of("");

    private OnnxSession open(OnnxModel model) throws IOException {
        return OnnxSession.open(model.writeTo(directory.resolve("model.onnx")), SETTINGS);
    }

    private static Tensors in(Tensor tensor) {
        return Tensors.of(Map.of("in", tensor));
    }

    private static ByteBuffer littleEndian(int bytes, boolean direct) {
        return (direct ? ByteBuffer.allocateDirect(bytes) : ByteBuffer.allocate(bytes)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static Tensor.Numeric floats(Shape shape, float... values) {
        ByteBuffer data = littleEndian(values.length * Float.BYTES, false);
        data.asFloatBuffer().put(values);
        return new Tensor.Numeric(DataType.FP32, shape, data);
    }

    private static Tensor.Bytes texts(Shape shape, String... values) {
        return new Tensor.Bytes(
                shape,
                Stream.of(values)
                        .map(value -> value.getBytes(StandardCharsets.UTF_8))
                        .toList());
    }

    static Stream<Arguments> everyNumericType() {
        return Stream.of(
                        Map.entry(ElementType.FLOAT, DataType.FP32),
                        Map.entry(ElementType.DOUBLE, DataType.FP64),
                        Map.entry(ElementType.INT8, DataType.INT8),
                        Map.entry(ElementType.INT16, DataType.INT16),
                        Map.entry(ElementType.INT32, DataType.INT32),
                        Map.entry(ElementType.INT64, DataType.INT64),
                        Map.entry(ElementType.UINT8, DataType.UINT8),
                        Map.entry(ElementType.BOOL, DataType.BOOL),
                        Map.entry(ElementType.FLOAT16, DataType.FP16),
                        Map.entry(ElementType.BFLOAT16, DataType.BF16))
                .flatMap(types -> Stream.of(
                        Arguments.of(types.getKey(), types.getValue(), false),
                        Arguments.of(types.getKey(), types.getValue(), true)));
    }

    @ParameterizedTest(name = "{1}, direct: {2}")
    @MethodSource("everyNumericType")
    void givesBackTheVeryBytesOfNumbers(ElementType onnx, DataType type, boolean direct) throws IOException {
        ByteBuffer data = littleEndian(6 * type.byteSize(), direct);
        Random random = new Random(1);
        for (int i = 0; i < data.capacity(); i++) {
            data.put(i, (byte) (type == DataType.BOOL ? random.nextInt(2) : random.nextInt(256)));
        }
        try (OnnxSession session = open(OnnxModel.identity(onnx, -1, -1))) {
            Tensor.Numeric out = session.run(in(new Tensor.Numeric(type, Shape.of(2, 3), data)))
                    .numeric("out");
            assertThat(out.type()).isEqualTo(type);
            assertThat(out.shape()).isEqualTo(Shape.of(2, 3));
            assertThat(out.data()).isEqualTo(data);
        }
    }

    @ParameterizedTest(name = "{1}, direct: {2}")
    @MethodSource("everyNumericType")
    void takesTensorsThatHoldNothing(ElementType onnx, DataType type, boolean direct) throws IOException {
        try (OnnxSession session = open(OnnxModel.identity(onnx, -1, -1))) {
            Tensor.Numeric out = session.run(in(new Tensor.Numeric(type, Shape.of(0, 3), littleEndian(0, direct))))
                    .numeric("out");
            assertThat(out.shape()).isEqualTo(Shape.of(0, 3));
            assertThat(out.data().remaining()).isZero();
        }
    }

    @ParameterizedTest(name = "{1}, direct: {2}")
    @MethodSource("everyNumericType")
    void takesScalars(ElementType onnx, DataType type, boolean direct) throws IOException {
        ByteBuffer data = littleEndian(type.byteSize(), direct);
        data.put(0, (byte) 1);
        try (OnnxSession session = open(OnnxModel.identity(onnx))) {
            Tensor.Numeric out =
                    session.run(in(new Tensor.Numeric(type, Shape.of(), data))).numeric("out");
            assertThat(out.shape()).isEqualTo(Shape.of());
            assertThat(out.data()).isEqualTo(data);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsOnlyTheTensorsOwnPartOfABuffer(boolean direct) throws IOException {
        ByteBuffer data = littleEndian(5 * Integer.BYTES, direct);
        data.asIntBuffer().put(new int[] {1, 2, 3, 4, 5});
        data.position(4).limit(16);
        try (OnnxSession session = open(OnnxModel.identity(ElementType.INT32, -1))) {
            Tensor.Numeric out = session.run(in(new Tensor.Numeric(DataType.INT32, Shape.of(3), data)))
                    .numeric("out");
            int[] values = new int[3];
            out.ints().get(values);
            assertThat(values).containsExactly(2, 3, 4);
        }
    }

    @Test
    void computes() throws IOException {
        OnnxModel sum = new OnnxModel()
                .input("a", ElementType.FLOAT, -1)
                .input("b", ElementType.FLOAT, -1)
                .output("sum", ElementType.FLOAT, -1)
                .node("Add", List.of("a", "b"), "sum");
        SequencedMap<String, Tensor> inputs = new LinkedHashMap<>();
        inputs.put("b", floats(Shape.of(3), 10, 20, 30));
        inputs.put("a", floats(Shape.of(3), 1, 2, 3));
        try (OnnxSession session = open(sum)) {
            assertThat(session.run(new Tensors(inputs)).numeric("sum")).isEqualTo(floats(Shape.of(3), 11, 22, 33));
        }
    }

    @Test
    void givesBackText() throws IOException {
        Tensor.Bytes texts = texts(Shape.of(2, 2), "plain", "", "Grüße", "世界");
        try (OnnxSession session = open(OnnxModel.identity(ElementType.STRING, -1, -1))) {
            assertThat(session.run(in(texts)).get("out")).isInstanceOfSatisfying(Tensor.Bytes.class, out -> {
                assertThat(out.shape()).isEqualTo(Shape.of(2, 2));
                assertThat(out.elements()).containsExactlyElementsOf(texts.elements());
            });
        }
    }

    @Test
    void givesBackOneTextAndNone() throws IOException {
        try (OnnxSession session = open(OnnxModel.identity(ElementType.STRING))) {
            assertThat(session.run(in(texts(Shape.of(), "one"))).get("out"))
                    .isInstanceOfSatisfying(Tensor.Bytes.class, out -> assertThat(out.elements())
                            .containsExactly("one".getBytes(StandardCharsets.UTF_8)));
        }
        try (OnnxSession session = open(OnnxModel.identity(ElementType.STRING, -1))) {
            assertThat(session.run(in(texts(Shape.of(0)))).get("out"))
                    .isInstanceOfSatisfying(Tensor.Bytes.class, out -> assertThat(out.elements())
                            .isEmpty());
        }
    }

    static Stream<byte[]> notModifiedUtf8() {
        return Stream.of(
                "astral \uD83D\uDE00".getBytes(StandardCharsets.UTF_8),
                "nul \0".getBytes(StandardCharsets.UTF_8),
                new byte[] {(byte) 0xFF, (byte) 0xC3});
    }

    /** Its Java API knows only Java's own "modified UTF-8": no model sees these bytes as they are. */
    @ParameterizedTest
    @MethodSource("notModifiedUtf8")
    void refusesByteStringsThatOnnxRuntimeWouldAlter(byte[] bytes) throws IOException {
        Tensor.Bytes tensor = new Tensor.Bytes(Shape.of(1), List.of(bytes));
        try (OnnxSession session = open(OnnxModel.identity(ElementType.STRING, -1))) {
            assertThatExceptionOfType(InferenceException.class)
                    .isThrownBy(() -> session.run(in(tensor)))
                    .satisfies(e -> assertThat(e.code().category()).isEqualTo(ErrorCategory.CALLER));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "Grüße", "世界"})
    void handsTextToTheModelAsUtf8(String text) throws IOException {
        // The model's own copy of the text is UTF-8: it finds ours equal only if ours is, too.
        OnnxModel comparing = new OnnxModel()
                .input("in", ElementType.STRING)
                .output("equal", ElementType.BOOL)
                .constant(text, "own")
                .node("Equal", List.of("in", "own"), "equal");
        try (OnnxSession session = open(comparing)) {
            Tensor.Numeric equal = session.run(in(texts(Shape.of(), text))).numeric("equal");
            assertThat(equal.data().get(0)).as("equal").isEqualTo((byte) 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "Grüße", "世界"})
    void readsTextFromTheModelAsUtf8(String text) throws IOException {
        OnnxModel speaking = new OnnxModel().output("text", ElementType.STRING).constant(text, "text");
        try (OnnxSession session = open(speaking)) {
            assertThat(session.run(Tensors.of(Map.of())).get("text"))
                    .isInstanceOfSatisfying(Tensor.Bytes.class, out -> assertThat(out.elements())
                            .containsExactly(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void describesInputsAndOutputsInTheModelsOrder() throws IOException {
        OnnxModel model = new OnnxModel()
                .input("ids", ElementType.INT64, -1, 8)
                .input("flag", ElementType.BOOL)
                .output("again", ElementType.INT64, -1, 8)
                .output("same", ElementType.BOOL)
                .node("Identity", List.of("ids"), "again")
                .node("Identity", List.of("flag"), "same");
        try (OnnxSession session = open(model)) {
            assertThat(session.signature().inputs())
                    .containsExactly(
                            new TensorSpec("ids", DataType.INT64, Shape.of(-1, 8)),
                            new TensorSpec("flag", DataType.BOOL, Shape.of()));
            assertThat(session.signature().outputs())
                    .containsExactly(
                            new TensorSpec("again", DataType.INT64, Shape.of(-1, 8)),
                            new TensorSpec("same", DataType.BOOL, Shape.of()));
        }
    }

    @Test
    void refusesAMissingTensor() throws IOException {
        try (OnnxSession session = open(OnnxModel.identity(ElementType.INT64, -1, -1))) {
            assertThatExceptionOfType(InferenceException.class)
                    .isThrownBy(() -> session.run(Tensors.of(Map.of("ids", floats(Shape.of(1), 1)))))
                    .withMessage("tensor `in`: expected INT64 [-1, -1], it is missing")
                    .satisfies(e -> {
                        assertThat(e.code()).isEqualTo(ErrorCode.TENSOR_MISMATCH);
                        assertThat(e.parameter()).contains("in");
                    });
        }
    }

    @Test
    void refusesAnotherType() throws IOException {
        try (OnnxSession session = open(OnnxModel.identity(ElementType.INT64, -1, -1))) {
            assertThatExceptionOfType(InferenceException.class)
                    .isThrownBy(() -> session.run(in(floats(Shape.of(1, 2), 1, 2))))
                    .withMessage("tensor `in`: expected INT64 [-1, -1], got FP32 [1, 2]")
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.TENSOR_MISMATCH));
            assertThatExceptionOfType(InferenceException.class)
                    .isThrownBy(() -> session.run(in(texts(Shape.of(1, 1), "1"))))
                    .withMessage("tensor `in`: expected INT64 [-1, -1], got BYTES [1, 1]");
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 4", "0, 0"})
    void refusesAnotherShape(long first, long second) throws IOException {
        Tensor.Numeric tensor = new Tensor.Numeric(
                DataType.FP32, Shape.of(first, second), littleEndian((int) (first * second * 4), false));
        try (OnnxSession session = open(OnnxModel.identity(ElementType.FLOAT, -1, 3))) {
            assertThatExceptionOfType(InferenceException.class)
                    .isThrownBy(() -> session.run(in(tensor)))
                    .withMessage("tensor `in`: expected FP32 [-1, 3], got FP32 " + tensor.shape())
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.TENSOR_MISMATCH));
        }
    }

    @Test
    void refusesAnotherRank() throws IOException {
        try (OnnxSession session = open(OnnxModel.identity(ElementType.FLOAT, -1, -1))) {
            assertThatExceptionOfType(InferenceException.class)
                    .isThrownBy(() -> session.run(in(floats(Shape.of(3), 1, 2, 3))))
                    .withMessage("tensor `in`: expected FP32 [-1, -1], got FP32 [3]");
        }
    }

    @Test
    void goesOnAfterARunThatTheModelItselfCannotDo() throws IOException {
        OnnxModel sum = new OnnxModel()
                .input("a", ElementType.FLOAT, -1)
                .input("b", ElementType.FLOAT, -1)
                .output("sum", ElementType.FLOAT, -1)
                .node("Add", List.of("a", "b"), "sum");
        Tensor three = floats(Shape.of(3), 1, 2, 3);
        try (OnnxSession session = open(sum)) {
            assertThatExceptionOfType(InferenceException.class)
                    .isThrownBy(() -> session.run(Tensors.of(Map.of("a", three, "b", floats(Shape.of(2), 1, 2)))))
                    .withMessageStartingWith("the model run failed: ")
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL));
            assertThat(session.run(Tensors.of(Map.of("a", three, "b", three))).numeric("sum"))
                    .isEqualTo(floats(Shape.of(3), 2, 4, 6));
        }
    }

    @Test
    void mayBeRunByManyThreadsAtOnce() throws Exception {
        try (OnnxSession session = open(OnnxModel.identity(ElementType.FLOAT, -1, -1));
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Callable<Tensor>> runs = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                Tensor.Numeric own = floats(Shape.of(1, 2), i, -i);
                runs.add(() -> session.run(in(own)).get("out"));
            }
            List<Future<Tensor>> answers = threads.invokeAll(runs);
            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i).get()).isEqualTo(floats(Shape.of(1, 2), i, -i));
            }
        }
    }

    @Test
    void refusesWhatIsNoModel() throws IOException {
        Path file = Files.writeString(directory.resolve("text.onnx"), "not a model");
        assertThatExceptionOfType(ModelLoadException.class)
                .isThrownBy(() -> OnnxSession.open(file, SETTINGS))
                .withMessageStartingWith("model " + file + ": cannot be loaded: ");
    }

    @Test
    void refusesAMissingFile() {
        Path file = directory.resolve("none.onnx");
        assertThatExceptionOfType(ModelLoadException.class)
                .isThrownBy(() -> OnnxSession.open(file, SETTINGS))
                .withMessageStartingWith("model " + file + ": cannot be loaded: ");
    }

    @Test
    void refusesAModelOfAnUnknownOperator() {
        OnnxModel model = new OnnxModel()
                .input("in", ElementType.FLOAT, 1)
                .output("out", ElementType.FLOAT, 1)
                .node("NoSuchOperator", List.of("in"), "out");
        assertThatExceptionOfType(ModelLoadException.class)
                .isThrownBy(() -> open(model).close())
                .withMessageContaining("NoSuchOperator");
    }

    @ParameterizedTest
    @EnumSource(names = {"UINT16", "UINT32", "UINT64"})
    void refusesAModelOfATypeThatIsNotServed(ElementType type) {
        assertThatExceptionOfType(ModelLoadException.class)
                .isThrownBy(() -> open(OnnxModel.identity(type, 1)).close())
                .withMessageContaining("model value `in`: element type");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void refusesNumbersOfATypeThatTheModelDoesNotTake(boolean direct) throws IOException {
        Tensor.Numeric unsigned = new Tensor.Numeric(DataType.UINT32, Shape.of(1), littleEndian(4, direct));
        try (OnnxSession session = open(OnnxModel.identity(ElementType.INT32, 1))) {
            assertThatExceptionOfType(InferenceException.class)
                    .isThrownBy(() -> session.run(in(unsigned)))
                    .withMessage("tensor `in`: expected INT32 [1], got UINT32 [1]");
        }
    }

    @Test
    void hasOneOwnerWhoClosesItOnce() throws IOException {
        OnnxSession session = open(OnnxModel.identity(ElementType.FLOAT, 1));
        session.close();
        assertThatIllegalStateException().isThrownBy(session::close);
    }

    @Test
    void needsAThreadToRunOn() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SessionSettings(0, false, false))
                .withMessage("session settings: expected at least 1 intra-op thread, got 0");
    }
}
