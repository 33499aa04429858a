package io.pilotlight.serving.openinference.rest;

import io.pilotlight.api.DataType;
import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.ModelId;
import io.pilotlight.api.Shape;
import io.pilotlight.api.Signature;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.TensorSpec;
import io.pilotlight.api.Tensors;
import io.pilotlight.serving.openinference.InferRequest;
import io.pilotlight.serving.openinference.InputCheck;
import io.pilotlight.wire.Refusal;
import io.pilotlight.wire.http.Reply;
import io.pilotlight.wire.json.Json;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

import static org.assertj.core.api.Assertions.assertThat;

class BinaryTensorsTest {

    private static final Signature TWO = new Signature(
            List.of(
                    new TensorSpec("text", DataType.BYTES, Shape.of(-1)),
                    new TensorSpec("v", DataType.FP32, Shape.of(-1, 2))),
            List.of(
                    new TensorSpec("label", DataType.BYTES, Shape.of(-1)),
                    new TensorSpec("half", DataType.FP16, Shape.of(-1))));

    /** {@code "a"}, then {@code ""} */
    private static final String TEXTS = "01000000 61 00000000";

    /** 1 and -2 */
    private static final String FLOATS = "0000803f 000000c0";

    private static final String TEXT_INPUT = """
            {"name": "text", "shape": [2], "datatype": "BYTES", "parameters": {"binary_data_size": 9}}""";

    private static final String FLOAT_INPUT = """
            {"name": "v", "parameters": {"binary_data_size": 8}, "datatype": "FP32", "shape": [1, 2]}""";

    @Test
    void read_tensorsAfterTheJson_areTakenInTheOrderOfTheInputs() {
        Tensors inputs = read(TEXT_INPUT + ", " + FLOAT_INPUT, TEXTS + FLOATS).inputs();

        assertThat(((Tensor.Bytes) inputs.get("text")).elements()).containsExactly(new byte[] {'a'}, new byte[0]);
        assertThat(floats(inputs)).containsExactly(1, -2);
    }

    @Test
    void read_binaryBesideJson_areBothTaken() {
        String json = "{\"name\": \"text\", \"shape\": [1], \"datatype\": \"BYTES\", \"data\": [\"b\"]}";

        assertThat(floats(read(json + ", " + FLOAT_INPUT, FLOATS).inputs())).containsExactly(1, -2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "8 | 0000803f 0000 | 8 bytes as binary_data_size says, got 6 bytes",
                "4 | 0000803f 000000c0 | 2 elements of FP32 for shape [1, 2], got 4 bytes",
                "9 | 0000803f 000000c0 00 | 2 elements of FP32 for shape [1, 2], got 9 bytes",
                "8 | 0000803f 000000c0 00 | 1 bytes more",
                "0 | 0000803f 000000c0 | 2 elements of FP32 for shape [1, 2], got 0 bytes",
                "-1 | 0000803f 000000c0 | binary_data_size: expected a number of bytes, got -1",
                "8.0 | 0000803f 000000c0 | binary_data_size: expected a number of bytes, got 8.0",
                "\"8\" | 0000803f 000000c0 | binary_data_size: expected a number of bytes, got 8",
                "true | 0000803f 000000c0 | binary_data_size: expected a number of bytes, got true",
                "9223372036854775807 | 0000803f 000000c0 | 9223372036854775807 bytes as binary_data_size says, got 8",
                "18446744073709551616 | 0000803f 000000c0 | expected a number of bytes, got 18446744073709551616"
            })
    void read_sizeThatIsNotTheTensors_isRefused(String size, String bytes, String says) {
        String text = "{\"name\": \"text\", \"shape\": [1], \"datatype\": \"BYTES\", \"data\": [\"b\"]}";

        Refusal.of(() -> read(text + ", " + FLOAT_INPUT.replace(": 8}", ": " + size + "}"), bytes))
                .says(says);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "01000000 61 000000 | 8 | length of 4 bytes",
                "01000000 61 05000000 | 9 | length of 4 bytes and as many bytes as it says, got 5 and 0 bytes",
                "ffffffff 61 00000000 | 9 | got 4294967295 and 5 bytes (element 0)",
                "00000000 00000000 00000000 | 12 | 2 elements for shape [2], got more",
                "05000000 6162636465 | 9 | 2 elements for shape [2], got 1 elements"
            })
    void read_byteStringsThatDoNotFit_areRefused(String bytes, int size, String says) {
        Refusal.of(() -> read(TEXT_INPUT.replace(": 9}", ": " + size + "}") + ", " + FLOAT_INPUT, bytes + FLOATS))
                .is(ErrorCode.TENSOR_MISMATCH)
                .names("text")
                .says(says);
    }

    @Test
    void read_dataAndBinarySize_areRefusedTogether() {
        String both = FLOAT_INPUT.replace("\"shape\"", "\"data\": [1, 2], \"shape\"");

        Refusal.of(() -> read(TEXT_INPUT + ", " + both, TEXTS + FLOATS)).says("got both");
    }

    @Test
    void read_booleanThatIsNeither_isRefused() {
        Signature flags = new Signature(List.of(new TensorSpec("b", DataType.BOOL, Shape.of(-1))), List.of());
        String input = "{\"name\": \"b\", \"shape\": [3], \"datatype\": \"BOOL\", "
                + "\"parameters\": {\"binary_data_size\": 3}}";

        assertThat(((Tensor.Numeric) read(flags, input, "010001").inputs().get("b")).data())
                .isEqualTo(ByteBuffer.wrap(new byte[] {1, 0, 1}));
        Refusal.of(() -> read(flags, input, "010002")).says("0 or 1", "(element 2)");
    }

    @Test
    void raw_bodyOfText_isItsOneElement() {
        Signature text = new Signature(List.of(new TensorSpec("text", DataType.BYTES, Shape.of(-1))), List.of());

        InferRequest request =
                new InferRequestReader(new InputCheck(text, 10)).raw("a card".getBytes(StandardCharsets.UTF_8));

        assertThat(((Tensor.Bytes) request.inputs().get("text")).elements())
                .containsExactly("a card".getBytes(StandardCharsets.UTF_8));
        assertThat(request.wantsBinary("anything")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-1, 2 | 8 | 1, 2",
                "-1, -1 | 12 | 1, 3",
                "-1 | 4 | 1",
                "2, 3 | 24 | 2, 3",
                "-1, 2, -1 | 16 | 1, 2, 2"
            })
    void raw_bodyOfNumbers_takesItsShapeFromTheSignature(String declared, int bytes, String shape) {
        InferRequest request = new InferRequestReader(new InputCheck(vector(declared), 10)).raw(new byte[bytes]);

        assertThat(request.inputs().get("v").shape()).isEqualTo(shape(shape));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"-1, 2 | 4", "-1, 2 | 12", "-1, 2 | 7", "-1, 2 | 0", "-1, -1, -1 | 8", "-1 | 8", "-1, 2, -1 | 12"})
    void raw_bodyThatIsNoItem_isRefused(String declared, int bytes) {
        Refusal.of(() -> new InferRequestReader(new InputCheck(vector(declared), 10)).raw(new byte[bytes]))
                .is(ErrorCode.TENSOR_MISMATCH)
                .names("v")
                .says("got " + bytes + " bytes");
    }

    @Test
    void raw_bodyForSeveralInputs_isRefused() {
        Refusal.of(() -> new InferRequestReader(new InputCheck(TWO, 10)).raw(new byte[8]))
                .says("[text, v]");
    }

    @Test
    void reply_outputsWantedAsBinary_followTheJsonInItsOrder() throws IOException {
        Reply reply = reply(Map.of(InferRequest.BINARY_OUTPUTS, true), List.of());

        int length = Integer.parseInt(header(reply));
        assertThat(reply.contentType()).isEqualTo("application/octet-stream");
        JsonNode json = Json.MAPPER.readTree(reply.body().getBytes(0, length));
        assertThat(json.at("/outputs/0/parameters/binary_data_size").intValue()).isEqualTo(9);
        assertThat(json.at("/outputs/1/parameters/binary_data_size").intValue()).isEqualTo(2);
        assertThat(json.at("/outputs/0").has("data")).isFalse();
        assertThat(reply.body().getBytes(length, reply.body().length())).isEqualTo(hex(TEXTS + "003c"));
    }

    @Test
    void reply_anOutputsOwnWish_countsMoreThanTheRequests() throws IOException {
        Reply reply = reply(
                Map.of(InferRequest.BINARY_OUTPUTS, true),
                List.of(
                        new InferRequest.Output("label", Optional.of(false)),
                        new InferRequest.Output("half", Optional.empty())));

        int length = Integer.parseInt(header(reply));
        JsonNode json = Json.MAPPER.readTree(reply.body().getBytes(0, length));
        assertThat(json.at("/outputs/0/data/0").textValue()).isEqualTo("a");
        assertThat(reply.body().getBytes(length, reply.body().length())).isEqualTo(hex("003c"));
    }

    @Test
    void reply_typeWithoutJsonForm_isRefusedWhereJsonIsWanted() {
        Refusal.of(() -> reply(Map.of(), List.of()))
                .is(ErrorCode.INVALID_REQUEST)
                .says("output `half`", "FP16 has no JSON form", "binary_data");
    }

    private static Reply reply(Map<String, Object> parameters, List<InferRequest.Output> outputs) {
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("label", new Tensor.Bytes(Shape.of(2), List.of(new byte[] {'a'}, new byte[0])));
        tensors.put("half", new Tensor.Numeric(DataType.FP16, Shape.of(1), ByteBuffer.wrap(hex("003c"))));
        InferRequest request = new InferRequest(Optional.empty(), parameters, Tensors.of(Map.of()), outputs);
        return InferResponseWriter.reply(new ModelId("m", "1"), request, new Tensors(tensors));
    }

    private static String header(Reply reply) {
        return reply.headers().stream()
                .filter(header -> header.getKey().equals(BinaryHeader.NAME))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    private static InferRequest read(String inputs, String binary) {
        return read(TWO, inputs, binary);
    }

    private static InferRequest read(Signature signature, String inputs, String binary) {
        byte[] json = ("{\"inputs\": [" + inputs + "]}").getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(json);
        body.writeBytes(hex(binary));
        return new InferRequestReader(new InputCheck(signature, 10)).read(body.toByteArray(), json.length);
    }

    private static Signature vector(String shape) {
        return new Signature(List.of(new TensorSpec("v", DataType.FP32, shape(shape))), List.of());
    }

    private static Shape shape(String dimensions) {
        return Shape.of(
                Arrays.stream(dimensions.split(", ")).mapToLong(Long::parseLong).toArray());
    }

    private static float[] floats(Tensors inputs) {
        float[] floats = new float[2];
        ByteBuffer data = ((Tensor.Numeric) inputs.get("v")).data();
        data.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats);
        return floats;
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }
}
