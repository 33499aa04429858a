package io.pilotlight.wire.json;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.wire.Refusal;

import com.fasterxml.jackson.core.JsonGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class FloatArraysTest {

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Result(float[] vector, int count) {}

    @Test
    void bytes_ofARecord_holdItsArrayAmongItsOtherComponents() {
        byte[] json = Json.bytes(new Result(new float[] {0.1f, -1e-7f, 3}, 5));

        assertThat(json).asString().isEqualTo("{\"vector\":[0.1,-1.0E-7,3.0],\"count\":5}");
    }

    @Test
    void bytes_ofAnEmptyArray_areAnEmptyArray() {
        assertThat(Json.bytes(new Result(new float[0], 0))).asString().isEqualTo("{\"vector\":[],\"count\":0}");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 384, 511, 512, 513, 1_024, 100_000})
    void write_anyNumberOfFloats_areReadBackBitByBit(int length) throws IOException {
        Random random = new Random(length);
        float[] floats = new float[length];
        for (int i = 0; i < length; i++) {
            float any = Float.intBitsToFloat(random.nextInt());
            floats[i] = Float.isFinite(any) ? any : i;
        }

        assertThat(Json.MAPPER.readValue(written(floats), float[].class)).containsExactly(floats);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void bytes_ofANumberThatJsonDoesNotHave_areAnErrorOfOursNamingTheComponent(float value) {
        Refusal.of(() -> Json.bytes(new Result(new float[] {1, value}, 2)))
                .is(ErrorCode.INTERNAL)
                .says("output `vector`", String.valueOf(value));
    }

    private static String written(float[] floats) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.FACTORY.createGenerator(bytes)) {
            FloatArrays.write(json, "t", FloatBuffer.wrap(floats));
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
