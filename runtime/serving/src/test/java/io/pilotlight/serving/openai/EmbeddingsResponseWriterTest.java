package io.pilotlight.serving.openai;

import io.pilotlight.wire.json.Json;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class EmbeddingsResponseWriterTest {

    @Test
    void write_numbers_areOfOpenAisForm() throws IOException {
        byte[] json = EmbeddingsResponseWriter.write(
                "embed", List.of(new float[] {0.5f, -1}, new float[] {0, 0.25f}), false, 9);

        assertThat(Json.MAPPER.readTree(json)).isEqualTo(Json.MAPPER.readTree("""
                                {"object": "list", "data": [
                                  {"object": "embedding", "index": 0, "embedding": [0.5, -1.0]},
                                  {"object": "embedding", "index": 1, "embedding": [0.0, 0.25]}],
                                 "model": "embed", "usage": {"prompt_tokens": 9, "total_tokens": 9}}"""));
    }

    @Test
    void write_base64_isLittleEndianFloats() throws IOException {
        byte[] json = EmbeddingsResponseWriter.write("embed", List.of(new float[] {1, -2}), true, 1);

        assertThat(Json.MAPPER.readTree(json).at("/data/0/embedding").textValue())
                .isEqualTo("AACAPwAAAMA=");
    }

    @Test
    void write_randomVectors_areReadBackBitByBitFromBothForms() throws IOException {
        Random random = new Random(11);
        float[] vector = new float[384];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) random.nextGaussian() / 20;
        }

        JsonNode numbers = embedding(EmbeddingsResponseWriter.write("embed", List.of(vector), false, 1));
        JsonNode base64 = embedding(EmbeddingsResponseWriter.write("embed", List.of(vector), true, 1));

        float[] fromNumbers = new float[vector.length];
        for (int i = 0; i < vector.length; i++) {
            fromNumbers[i] = Float.parseFloat(numbers.get(i).asText());
        }
        float[] fromBase64 = new float[vector.length];
        ByteBuffer.wrap(Base64.getDecoder().decode(base64.textValue()))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(fromBase64);
        assertThat(fromNumbers).containsExactly(vector);
        assertThat(fromBase64).containsExactly(vector);
    }

    private static JsonNode embedding(byte[] response) throws IOException {
        return Json.MAPPER.readTree(response).at("/data/0/embedding");
    }
}
