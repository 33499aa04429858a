package io.pilotlight.serving.openinference.rest;

import io.pilotlight.api.DataType;
import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.Shape;
import io.pilotlight.api.Signature;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.TensorSpec;
import io.pilotlight.serving.openinference.InferRequest;
import io.pilotlight.serving.openinference.InputCheck;
import io.pilotlight.wire.Refusal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

class InferRequestReaderTest {
    private static final int MAX_ITEMS = 2_048;

    private static final Signature TEXT = new Signature(
            List.of(new TensorSpec("text", DataType.BYTES, Shape.of(-1))),
            List.of(
                    new TensorSpec("embedding", DataType.FP32, Shape.of(-1, 3)),
                    new TensorSpec("tokens", DataType.INT32, Shape.of(-1))));

    private static final Signature IDS =
            new Signature(List.of(new TensorSpec("ids", DataType.INT64, Shape.of(-1, -1))), List.of());

    private static final Signature VECTOR =
            new Signature(List.of(new TensorSpec("v", DataType.FP32, Shape.of(-1, 3))), List.of());

    private static final String TEXT_INPUT = """
            {"name": "text", "shape": [2], "datatype": "BYTES", "data": ["a", "b"]}""";

    @Test
    void read_wholeRequest_givesAllItsParts() {
        InferRequest request = read(TEXT, """
                {"id": "r-1", "parameters": {"truncate": true, "n": 3, "x": 0.5, "s": "t", "none": null},
                 "inputs": [%s], "outputs": [{"name": "tokens", "parameters": {"binary_data": false}}],
                 "future": {"of": ["the", "protocol"]}}""".formatted(TEXT_INPUT));

        assertThat(request.id()).contains("r-1");
        assertThat(request.parameters())
                .containsOnlyKeys("truncate", "n", "x", "s")
                .containsEntry("truncate", true)
                .containsEntry("n", 3)
                .containsEntry("x", 0.5)
                .containsEntry("s", "t");
        assertThat(request.outputs()).containsExactly(new InferRequest.Output("tokens", Optional.of(false)));
        assertThat(texts(request, "text")).containsExactly("a", "b");
    }

    @Test
    void read_leastRequest_hasNoIdNoParametersAndAllOutputs() {
        InferRequest request = read(TEXT, inputs(TEXT_INPUT));

        assertThat(request.id()).isEmpty();
        assertThat(request.parameters()).isEmpty();
        assertThat(request.outputs()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"data\": [\"a\", \"b\"], \"name\": \"text\", \"shape\": [2], \"datatype\": \"BYTES\"}",
                "{\"name\": \"text\", \"data\": [\"a\", \"b\"], \"shape\": [2], \"datatype\": \"BYTES\"}",
                "{\"datatype\": \"BYTES\", \"shape\": [2], \"data\": [\"a\", \"b\"], \"name\": \"text\"}",
                "{\"name\": \"text\", \"shape\": [2, 1], \"datatype\": \"BYTES\", \"data\": [[\"a\"], [\"b\"]]}",
                "{\"shape\": [2, 1, 1], \"name\": \"text\", \"datatype\": \"BYTES\", \"data\": [\"a\", \"b\"]}",
                "{\"name\": \"text\", \"parameters\": {\"data\": 1}, \"datatype\": \"BYTES\", \"x\": 1, \"shape\": [2],"
                        + " \"data\": [\"a\", \"b\"]}"
            })
    void read_fieldsInAnyOrder_giveTheSameTensor(String input) {
        assertThat(texts(read(TEXT, inputs(input)), "text")).containsExactly("a", "b");
    }

    @Test
    void read_dataBeforeDatatype_keepsIntegersExact() {
        InferRequest request = read(IDS, inputs("""
                        {"data": [[9223372036854775807, -9223372036854775808]], "name": "ids", "shape": [1, 2],
                         "datatype": "INT64"}"""));

        assertThat(((Tensor.Numeric) request.inputs().get("ids")).longs().get(0))
                .isEqualTo(Long.MAX_VALUE);
        assertThat(((Tensor.Numeric) request.inputs().get("ids")).longs().get(1))
                .isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void read_severalInputs_keepTheOrderGiven() {
        Signature two = new Signature(
                List.of(
                        new TensorSpec("a", DataType.INT8, Shape.of(-1)),
                        new TensorSpec("b", DataType.BOOL, Shape.of(-1))),
                List.of());

        InferRequest request = read(two, inputs("""
                        {"name": "b", "shape": [1], "datatype": "BOOL", "data": [true]},
                        {"name": "a", "shape": [1], "datatype": "INT8", "data": [1]}"""));

        assertThat(request.inputs().byName().keySet()).containsExactly("b", "a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|body",
                "null|body",
                "[]|body",
                "\"text\"|body",
                "{|body",
                "{\"inputs\": [}|body",
                "{}|inputs",
                "{\"inputs\": null}|inputs",
                "{\"inputs\": {}}|inputs",
                "{\"inputs\": [1]}|inputs[0]",
                "{\"inputs\": [null]}|inputs[0]",
                "{\"inputs\": [{}]}|inputs[0].name",
                "{\"inputs\": [{\"name\": 1}]}|inputs[0].name",
                "{\"inputs\": [{\"name\": \"text\", \"datatype\": 1}]}|inputs[0].datatype",
                "{\"inputs\": [{\"name\": \"text\", \"shape\": 2}]}|inputs[0].shape",
                "{\"id\": 1, \"inputs\": []}|id",
                "{\"parameters\": [], \"inputs\": []}|parameters",
                "{\"outputs\": {}, \"inputs\": []}|outputs",
                "{\"outputs\": [1], \"inputs\": []}|outputs[0]",
                "{\"outputs\": [{}], \"inputs\": []}|outputs[0].name",
                "{\"outputs\": [{\"name\": null}], \"inputs\": []}|outputs[0].name"
            })
    void read_wrongStructure_isRefusedNamingTheField(String body, String field) {
        Refusal.of(() -> read(TEXT, body)).is(ErrorCode.INVALID_REQUEST).names(field);
    }

    @ParameterizedTest
    @CsvSource({"datatype", "shape", "data"})
    void read_inputWithoutOneOfItsFields_isRefusedSayingWhich(String field) {
        String input = TEXT_INPUT.replace("\"" + field + "\"", "\"other\"");

        Refusal.of(() -> read(TEXT, inputs(input)))
                .is(ErrorCode.INVALID_REQUEST)
                .says("`text`", field, "missing");
    }

    @Test
    void read_missingInput_isRefusedSayingWhatWasExpected() {
        Refusal.of(() -> read(TEXT, inputs("")))
                .is(ErrorCode.TENSOR_MISMATCH)
                .names("text")
                .says("expected BYTES [-1]", "missing");
    }

    @Test
    void read_unknownInput_isRefusedSayingWhichThereAre() {
        Refusal.of(() -> read(TEXT, inputs(TEXT_INPUT.replace("\"text\"", "\"txet\""))))
                .is(ErrorCode.TENSOR_MISMATCH)
                .names("txet")
                .says("unknown", "[text]");
    }

    @Test
    void read_unknownInputWithLongName_isNotEchoedWhole() {
        Refusal.of(() -> read(TEXT, inputs(TEXT_INPUT.replace("\"text\"", "\"" + "x".repeat(100_000) + "\""))))
                .is(ErrorCode.TENSOR_MISMATCH)
                .isShort();
    }

    @Test
    void read_sameInputTwice_isRefused() {
        Refusal.of(() -> read(TEXT, inputs(TEXT_INPUT + "," + TEXT_INPUT)))
                .is(ErrorCode.TENSOR_MISMATCH)
                .names("text")
                .says("twice");
    }

    @Test
    void read_unknownOutput_isRefusedSayingWhichThereAre() {
        Refusal.of(() -> read(TEXT, withOutputs("{\"name\": \"vector\"}")))
                .is(ErrorCode.TENSOR_MISMATCH)
                .names("vector")
                .says("unknown", "[embedding, tokens]");
    }

    @Test
    void read_sameOutputTwice_isRefused() {
        Refusal.of(() -> read(TEXT, withOutputs("{\"name\": \"tokens\"}, {\"name\": \"tokens\"}")))
                .is(ErrorCode.TENSOR_MISMATCH)
                .names("tokens")
                .says("twice");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"inputs\": [], \"inputs\": []}",
                "{\"id\": \"a\", \"id\": \"b\", \"inputs\": []}",
                "{\"inputs\": [{\"name\": \"text\", \"name\": \"text\"}]}",
                "{\"parameters\": {\"truncate\": true, \"truncate\": false}}",
                "{\"unknown\": {\"a\": 1, \"a\": 2}}"
            })
    void read_sameFieldTwice_isRefused(String body) {
        Refusal.of(() -> read(TEXT, body)).is(ErrorCode.INVALID_REQUEST).says("Duplicate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "1", "x", "]", "}", "\"a\"", ","})
    void read_anythingAfterTheObject_isRefused(String more) {
        Refusal.of(() -> read(TEXT, inputs(TEXT_INPUT) + more)).is(ErrorCode.INVALID_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[-1]", "[2, -1]", "[-9223372036854775808]"})
    void read_negativeDimension_isRefused(String shape) {
        Refusal.of(() -> read(TEXT, withShape(shape)))
                .is(ErrorCode.INVALID_REQUEST)
                .names("inputs[0].shape")
                .says("at least 0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[2.0]", "[\"2\"]", "[null]", "[true]", "[[2]]", "[{}]", "[9223372036854775808]", "[1e1]", "{}"})
    void read_dimensionThatIsNoInteger_isRefused(String shape) {
        Refusal.of(() -> read(TEXT, withShape(shape)))
                .is(ErrorCode.INVALID_REQUEST)
                .names("inputs[0].shape")
                .isShort();
    }

    @Test
    void read_tooManyDimensions_isRefusedBeforeTheRestIsRead() {
        String ones = IntStream.range(0, 10_000).mapToObj(i -> "1").collect(Collectors.joining(",", "[", "]"));

        Refusal.of(() -> read(TEXT, withShape(ones)))
                .is(ErrorCode.INVALID_REQUEST)
                .names("inputs[0].shape")
                .says("more than " + Shape.MAX_RANK)
                .isShort();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[9223372036854775807, 2]",
                "[4294967296, 4294967296]",
                "[9223372036854775807, 9223372036854775807]",
                "[1000000, 1000]",
                "[1, 2147483648]"
            })
    void read_shapePromisingMoreThanTheBodyHolds_isRefusedBeforeMemoryIsTaken(String shape) {
        Refusal.of(() -> read(
                        IDS,
                        inputs("{\"name\": \"ids\", \"shape\": " + shape
                                + ", \"datatype\": \"INT64\", \"data\": [1]}")))
                .is(ErrorCode.TENSOR_MISMATCH)
                .names("ids")
                .says("got fewer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[0, 3]", "[3, 0]", "[0, 0]", "[0, 9223372036854775807]"})
    void read_shapeWithoutElements_isRefused(String shape) {
        Refusal.of(() -> read(
                        IDS,
                        inputs("{\"name\": \"ids\", \"shape\": " + shape + ", \"datatype\": \"INT64\", \"data\": []}")))
                .is(ErrorCode.TENSOR_MISMATCH)
                .names("ids")
                .says("at least one element");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1, 4]", "[3]", "[1, 1, 3]", "[1, 3, 2]", "[3, 1]", "[]"})
    void read_shapeThatTheSignatureDoesNotAccept_isRefusedWithBothShapes(String shape) {
        Refusal.of(() -> read(
                        VECTOR,
                        inputs("{\"name\": \"v\", \"shape\": " + shape
                                + ", \"datatype\": \"FP32\", \"data\": [1, 2, 3]}")))
                .is(ErrorCode.TENSOR_MISMATCH)
                .names("v")
                .says("expected FP32 [-1, 3], got FP32 " + shape);
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FP32"},
            mode = EnumSource.Mode.EXCLUDE)
    void read_anotherDatatypeThanTheSignatures_isRefusedWithBoth(DataType type) {
        Refusal.of(() -> read(VECTOR, vector(type.name())))
                .is(ErrorCode.TENSOR_MISMATCH)
                .names("v")
                .says("expected FP32 [-1, 3], got " + type + " [1, 3]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fp32", "FLOAT", "", "FP32 ", "TYPE_FP32"})
    void read_unknownDatatype_isRefusedSayingWhichThereAre(String type) {
        Refusal.of(() -> read(VECTOR, vector(type)))
                .is(ErrorCode.TENSOR_MISMATCH)
                .names("v")
                .says("FP32", "BYTES", "got \"" + type + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"datatype\": \"BYTES\"", "\"shape\": [1]"})
    void read_endlessNameOfAnInputThatLacksSomething_isCut(String given) {
        Refusal.of(() -> read(TEXT, "{\"inputs\": [{\"name\": \"" + "x".repeat(5_000) + "\", " + given + "}]}"))
                .says("x", "it is missing")
                .isShort();
    }

    @Test
    void read_halfPrecisionOfTheSignature_isRefusedSinceItHasNoJsonForm() {
        Signature half = new Signature(List.of(new TensorSpec("v", DataType.FP16, Shape.of(-1, 3))), List.of());

        Refusal.of(() -> read(half, vector("FP16")))
                .is(ErrorCode.TENSOR_MISMATCH)
                .names("v")
                .says("FP16 has no JSON form");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\": "})
    void read_nestingFiveThousandDeepUnderAnUnknownField_isRefused(String opening) {
        Refusal.of(() -> read(TEXT, "{\"unknown\": " + opening.repeat(5_000)))
                .is(ErrorCode.INVALID_REQUEST)
                .says("nesting depth")
                .doesNotSay("StreamReadConstraints");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\": \"text\", \"shape\": [1], \"datatype\": \"BYTES\", \"data\": ",
                "{\"data\": ",
                "{\"name\": \"text\", \"parameters\": ",
                "{\"name\": \"text\", \"shape\": "
            })
    void read_nestingFiveThousandDeepInsideAnInput_isRefused(String start) {
        Refusal.of(() -> read(TEXT, "{\"inputs\": [" + start + "[".repeat(5_000)))
                .isShort();
    }

    @Test
    void read_moreThanAHundredParameters_areRefused() {
        String hundred =
                IntStream.range(0, 100).mapToObj(i -> "\"p" + i + "\": " + i).collect(Collectors.joining(", "));

        assertThat(read(TEXT, withParameters(hundred)).parameters()).hasSize(100);
        Refusal.of(() -> read(TEXT, withParameters(hundred + ", \"q\": 1")))
                .is(ErrorCode.INVALID_REQUEST)
                .names("parameters")
                .says("at most 100");
    }

    /** What says nothing has to be read as well. */
    @Test
    void read_moreThanAHundredNulls_areRefused() {
        String hundred =
                IntStream.range(0, 100).mapToObj(i -> "\"p" + i + "\": null").collect(Collectors.joining(", "));

        assertThat(read(TEXT, withParameters(hundred)).parameters()).isEmpty();
        Refusal.of(() -> read(TEXT, withParameters(hundred + ", \"q\": null")))
                .is(ErrorCode.INVALID_REQUEST)
                .names("parameters")
                .says("parameters: expected at most 100 parameters, got more");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e400", "-1e400"})
    void read_parameterBeyondEveryNumber_isRefusedByNameAndNeverBecomesInfinite(String value) {
        Refusal.of(() -> read(TEXT, withParameters("\"x\": " + value)))
                .is(ErrorCode.INVALID_REQUEST)
                .names("x")
                .says(value);
    }

    @Test
    void read_bytesThatAreNoUtf8_areRefused() {
        byte[] body = inputs(TEXT_INPUT).getBytes(StandardCharsets.UTF_8);
        int a = new String(body, StandardCharsets.UTF_8).indexOf("\"a\"") + 1;
        body[a] = (byte) 0xFF;

        Refusal.of(() -> new InferRequestReader(new InputCheck(TEXT, MAX_ITEMS)).read(body, body.length))
                .is(ErrorCode.INVALID_REQUEST);
    }

    @Test
    void read_everyPrefixOfARequest_isRefused() {
        byte[] body = inputs(TEXT_INPUT).getBytes(StandardCharsets.UTF_8);

        for (int length = 0; length < body.length; length++) {
            byte[] prefix = Arrays.copyOf(body, length);
            Refusal.of(() -> new InferRequestReader(new InputCheck(TEXT, MAX_ITEMS)).read(prefix, prefix.length))
                    .is(ErrorCode.INVALID_REQUEST);
        }
    }

    private static InferRequest read(Signature signature, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return new InferRequestReader(new InputCheck(signature, MAX_ITEMS)).read(bytes, bytes.length);
    }

    private static String inputs(String inputs) {
        return "{\"inputs\": [" + inputs + "]}";
    }

    private static String withShape(String shape) {
        return inputs(TEXT_INPUT.replace("[2]", shape));
    }

    private static String withOutputs(String outputs) {
        return "{\"outputs\": [" + outputs + "], \"inputs\": [" + TEXT_INPUT + "]}";
    }

    private static String withParameters(String parameters) {
        return "{\"parameters\": {" + parameters + "}, \"inputs\": [" + TEXT_INPUT + "]}";
    }

    private static String vector(String type) {
        return inputs("{\"name\": \"v\", \"shape\": [1, 3], \"datatype\": \"" + type + "\", \"data\": [1, 2, 3]}");
    }

    private static List<String> texts(InferRequest request, String name) {
        return ((Tensor.Bytes) request.inputs().get(name))
                .elements().stream()
                        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                        .toList();
    }
}
