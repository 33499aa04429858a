package io.pilotlight.serving.openai;

import io.pilotlight.wire.json.FloatArrays;
import io.pilotlight.wire.json.Json;

import com.fasterxml.jackson.core.JsonGenerator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Base64;
import java.util.List;

/** Writes answers of {@code /v1/embeddings}. */
final class EmbeddingsResponseWriter {

    private EmbeddingsResponseWriter() {}

    static byte[] write(String model, List<float[]> vectors, boolean base64, long tokens) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(8 * 1024);
        try (JsonGenerator json = Json.FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("object", "list");
            json.writeArrayFieldStart("data");
            for (int index = 0; index < vectors.size(); index++) {
                write(json, index, vectors.get(index), base64);
            }
            json.writeEndArray();
            json.writeStringField("model", model);
            json.writeObjectFieldStart("usage");
            json.writeNumberField("prompt_tokens", tokens);
            json.writeNumberField("total_tokens", tokens);
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("an array of bytes takes everything", e);
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator json, int index, float[] vector, boolean base64) throws IOException {
        json.writeStartObject();
        json.writeStringField("object", "embedding");
        json.writeNumberField("index", index);
        if (base64) {
            json.writeStringField("embedding", base64(vector));
        } else {
            json.writeFieldName("embedding");
            FloatArrays.write(json, "embedding", FloatBuffer.wrap(vector));
        }
        json.writeEndObject();
    }

    private static String base64(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
