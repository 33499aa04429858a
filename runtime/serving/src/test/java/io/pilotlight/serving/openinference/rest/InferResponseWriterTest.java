package io.pilotlight.serving.openinference.rest;

import io.pilotlight.api.DataType;
import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.ModelId;
import io.pilotlight.api.Shape;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.Tensors;
import io.pilotlight.serving.openinference.InferRequest;
import io.pilotlight.wire.Refusal;
import io.pilotlight.wire.json.Json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;

import static org.assertj.core.api.Assertions.assertThat;

class InferResponseWriterTest {

    @Test
    void write_response_isOfTheProtocolsForm() throws IOException {
        SequencedMap<String, Tensor> outputs = new LinkedHashMap<>();
        outputs.put(
                "label",
                new Tensor.Bytes(
                        Shape.of(2), List.of("caf\u00e9 \"x\"".getBytes(StandardCharsets.UTF_8), new byte[0])));
        outputs.put("ok", numeric(DataType.BOOL, 1, Shape.of(2), "00FF"));
        outputs.put("score", numeric(DataType.FP32, 4, Shape.of(1, 2), "3F8000003E000000"));

        String json = write(Optional.of("r-1"), new Tensors(outputs));

        assertThat(Json.MAPPER.readTree(json)).isEqualTo(Json.MAPPER.readTree("""
                                {"model_name": "embed", "model_version": "1", "id": "r-1", "outputs": [
                                  {"name": "label", "datatype": "BYTES", "shape": [2], "data": ["café \\"x\\"", ""]},
                                  {"name": "ok", "datatype": "BOOL", "shape": [2], "data": [false, true]},
                                  {"name": "score", "datatype": "FP32", "shape": [1, 2], "data": [1.0, 0.125]}]}"""));
    }

    @Test
    void write_withoutId_hasNone() throws IOException {
        assertThat(Json.MAPPER
                        .readTree(write(Optional.empty(), Tensors.of(Map.of())))
                        .has("id"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "INT8, 1, 80, -128",
        "UINT8, 1, FF, 255",
        "INT16, 2, 8000, -32768",
        "UINT16, 2, FFFF, 65535",
        "INT32, 4, 80000000, -2147483648",
        "UINT32, 4, FFFFFFFF, 4294967295",
        "INT64, 8, 8000000000000000, -9223372036854775808",
        "UINT64, 8, FFFFFFFFFFFFFFFF, 18446744073709551615",
        "FP32, 4, 7F7FFFFF, 3.4028235E38",
        "FP64, 8, 7FEFFFFFFFFFFFFF, 1.7976931348623157E308",
        "FP32, 4, 00000001, 1.4E-45",
        "FP32, 4, 80000000, -0.0"
    })
    void write_numbersAtTheEdgesOfTheirRange_areWrittenWhole(DataType type, int size, String bigEndian, String number) {
        Tensor tensor = numeric(type, size, Shape.of(1), bigEndian);

        assertThat(write(Optional.empty(), Tensors.of(Map.of("t", tensor)))).contains("\"data\":[" + number + "]");
    }

    @ParameterizedTest
    @CsvSource({"FP32, 4, 7FC00000", "FP32, 4, FF800000", "FP64, 8, 7FF0000000000000"})
    void write_numbersThatJsonDoesNotHave_areAnErrorOfOursNamingTheOutput(DataType type, int size, String bigEndian) {
        Tensors outputs = Tensors.of(Map.of("t", numeric(type, size, Shape.of(1), bigEndian)));

        Refusal.of(() -> write(Optional.empty(), outputs))
                .is(ErrorCode.INTERNAL)
                .says("output `t`", "finite");
    }

    @Test
    void write_randomFloats_areReadBackBitByBit() throws IOException {
        Random random = new Random(42);
        float[] floats = new float[2_000];
        for (int i = 0; i < floats.length; i++) {
            do {
                floats[i] = Float.intBitsToFloat(random.nextInt());
            } while (!Float.isFinite(floats[i]));
        }
        ByteBuffer data = ByteBuffer.allocate(floats.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(floats);
        Shape shape = Shape.of(20, 100);
        Tensor written = new Tensor.Numeric(DataType.FP32, shape, data);

        JsonNode output = Json.MAPPER
                .readTree(write(Optional.empty(), Tensors.of(Map.of("t", written))))
                .path("outputs")
                .path(0);
        float[] back = new float[floats.length];
        try (JsonParser parser = Json.FACTORY.createParser(output.path("data").toString())) {
            parser.nextToken();
            Tensor read = TensorDataReader.read(parser, "t", DataType.FP32, shape, floats.length);
            ((Tensor.Numeric) read).floats().get(back);
        }

        assertThat(back).containsExactly(floats);
    }

    private static String write(Optional<String> id, Tensors outputs) {
        InferRequest request = new InferRequest(id, Map.of(), Tensors.of(Map.of()), List.of());
        return InferResponseWriter.reply(new ModelId("embed", "1"), request, outputs)
                .body()
                .toString(StandardCharsets.UTF_8);
    }

    /** A tensor of elements of {@code size} bytes each, given as people write numbers: most significant byte first. */
    private static Tensor numeric(DataType type, int size, Shape shape, String bigEndianHex) {
        byte[] bytes = HexFormat.of().parseHex(bigEndianHex);
        ByteBuffer littleEndian = ByteBuffer.allocate(bytes.length);
        for (int element = 0; element < bytes.length; element += size) {
            for (int i = size - 1; i >= 0; i--) {
                littleEndian.put(bytes[element + i]);
            }
        }
        return new Tensor.Numeric(type, shape, littleEndian.flip());
    }
}
