package io.pilotlight.wire.http;

import io.pilotlight.api.CacheUse;
import io.pilotlight.api.Timing;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An answer, ready to be written.
 *
 * @param headers besides Content-Type and Content-Length
 * @param trailers after the body, where the protocol has them
 */
public record Reply(
        int status,
        String contentType,
        Buffer body,
        List<Map.Entry<String, String>> headers,
        List<Map.Entry<String, String>> trailers) {

    public Reply {
        headers = List.copyOf(headers);
        trailers = List.copyOf(trailers);
    }

    public Reply(int status, String contentType, Buffer body, List<Map.Entry<String, String>> headers) {
        this(status, contentType, body, headers, List.of());
    }

    /** A body in parts, which are sent from where they lie. */
    @SuppressWarnings("deprecation") // of Vert.x's way to take Netty's buffers, which has no successor in this version
    public static Buffer joined(ByteBuffer... parts) {
        return Buffer.buffer(Unpooled.wrappedBuffer(parts));
    }

    public static Reply json(byte[] body) {
        return json(200, body);
    }

    public static Reply json(int status, byte[] body) {
        return new Reply(status, MediaType.JSON, joined(ByteBuffer.wrap(body)), List.of());
    }

    /** The same with one more header. */
    public Reply with(String name, String value) {
        List<Map.Entry<String, String>> more = new ArrayList<>(headers);
        more.add(Map.entry(name, value));
        return new Reply(status, contentType, body, more, trailers);
    }

    /** The same, telling the caller what the cache did; a kept answer also tells its age. */
    public Reply with(CacheUse use) {
        Reply told = with("Cache-Status", CacheStatus.of(use));
        return use.isHit() ? told.with("Age", String.valueOf(use.age().toSeconds())) : told;
    }

    /** The same, telling the caller where the time went. */
    public Reply with(Timing timing) {
        return with("Server-Timing", ServerTiming.of(timing));
    }
}
