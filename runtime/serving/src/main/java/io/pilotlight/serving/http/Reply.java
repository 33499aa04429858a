package io.pilotlight.serving.http;

import io.pilotlight.api.Timing;

import io.vertx.core.buffer.Buffer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An answer, ready to be written.
 *
 * @param headers besides Content-Type and Content-Length
 */
public record Reply(int status, String contentType, Buffer body, List<Map.Entry<String, String>> headers) {

    public Reply {
        headers = List.copyOf(headers);
    }

    public static Reply json(byte[] body) {
        return json(200, body);
    }

    public static Reply json(int status, byte[] body) {
        return new Reply(status, MediaType.JSON, Buffer.buffer(body), List.of());
    }

    /** The same with one more header. */
    public Reply with(String name, String value) {
        List<Map.Entry<String, String>> more = new ArrayList<>(headers);
        more.add(Map.entry(name, value));
        return new Reply(status, contentType, body, more);
    }

    /** The same, telling the caller where the time went. */
    public Reply with(Timing timing) {
        return with("Server-Timing", ServerTiming.of(timing));
    }
}
