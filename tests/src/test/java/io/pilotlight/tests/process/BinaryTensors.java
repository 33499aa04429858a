package io.pilotlight.tests.process;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;

/** Requests and answers of the Open Inference Protocol's binary tensor extension: JSON, and the tensors' bytes behind it. */
public final class BinaryTensors {

    /** How many bytes of a request or answer are JSON. */
    public static final String HEADER = "Inference-Header-Content-Length";

    private BinaryTensors() {}

    /** A request. */
    public static Request post(String target, String json, byte[]... tensors) {
        byte[] head = json.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(head);
        for (byte[] tensor : tensors) {
            body.writeBytes(tensor);
        }
        return Request.of("POST", target)
                .header("Content-Type", "application/octet-stream")
                .header(HEADER, String.valueOf(head.length))
                .body(body.toByteArray());
    }

    /** An element of BYTES: its length, then the text in UTF-8. */
    public static byte[] element(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Integer.BYTES + utf8.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(utf8.length)
                .put(utf8)
                .array();
    }

    /** An answer whose outputs are binary, in parts. */
    public record Parts(JsonNode json, ByteBuffer data) {

        public static Parts of(Answer answer) {
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            int length = Integer.parseInt(answer.header(HEADER).orElseThrow());
            return new Parts(
                    Json.parse(Arrays.copyOf(answer.body(), length)),
                    ByteBuffer.wrap(answer.body(), length, answer.body().length - length)
                            .slice()
                            .order(ByteOrder.LITTLE_ENDIAN));
        }

        /** The next ones. */
        public float[] floats(int count) {
            float[] floats = new float[count];
            for (int i = 0; i < count; i++) {
                floats[i] = data.getFloat();
            }
            return floats;
        }
    }
}
