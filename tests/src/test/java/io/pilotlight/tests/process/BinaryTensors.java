package io.pilotlight.tests.process;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Requests of the Open Inference Protocol's binary tensor extension: JSON, and the tensors' bytes behind it. */
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
}
