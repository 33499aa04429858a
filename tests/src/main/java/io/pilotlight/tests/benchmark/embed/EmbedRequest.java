package io.pilotlight.tests.benchmark.embed;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The bytes of a {@code POST /embed}; texts here are made of plain words, which JSON need not escape. */
public final class EmbedRequest {
    private final String head;

    /**
     * To that port.
     *
     * @param headers more of them, each with its line end
     */
    public EmbedRequest(int port, String headers) {
        head = "POST /embed HTTP/1.1\r\nHost: 127.0.0.1:" + port
                + "\r\nContent-Type: application/json\r\nAccept: application/json\r\n" + headers + "Content-Length: ";
    }

    public ByteBuffer of(String text) {
        String body = "{\"text\":\"" + text + "\"}";
        String request = head + body.length() + "\r\n\r\n" + body;
        return ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
    }
}
