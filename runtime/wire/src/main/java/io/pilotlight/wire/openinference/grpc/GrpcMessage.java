package io.pilotlight.wire.openinference.grpc;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;
import io.pilotlight.wire.http.Reply;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.Message;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import com.google.protobuf.UnsafeByteOperations;
import io.vertx.core.buffer.Buffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * A message of gRPC: a byte that says whether it is compressed, its length in four bytes, and a protocol buffer
 * (<a href="https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md">gRPC over HTTP/2</a>). Framed here rather than by
 * a library, so that a call's bytes are bounded and counted while they arrive, as everybody else's.
 */
public final class GrpcMessage {

    public static final int PREFIX_BYTES = 5;

    private GrpcMessage() {}

    /**
     * The one message of a call.
     *
     * @param messages those of its fields that are messages and may be many
     * @throws InferenceException {@code INVALID_REQUEST}, {@code METHOD_NOT_ALLOWED} if it is compressed, or
     *     {@code REQUEST_TOO_LARGE} if it has too many fields
     */
    public static <T extends Message> T read(byte[] body, Parser<T> parser, Integer... messages) {
        if (body.length < PREFIX_BYTES) {
            throw invalid("one message with a prefix of 5 bytes, got " + body.length + " bytes");
        }
        ByteBuffer frame = ByteBuffer.wrap(body);
        byte compressed = frame.get();
        long length = Integer.toUnsignedLong(frame.getInt());
        if (compressed != 0) {
            throw new InferenceException(
                    ErrorCode.METHOD_NOT_ALLOWED, "message: expected it uncompressed, got a compressed one");
        }
        if (length != frame.remaining()) {
            throw invalid("one message of " + length + " bytes as its prefix says, got " + frame.remaining());
        }
        return parsed(UnsafeByteOperations.unsafeWrap(frame), parser, Set.of(messages));
    }

    /** Byte strings stay where they arrived: they are a request's tensors. What nobody knows is not kept. */
    private static <T extends Message> T parsed(ByteString bytes, Parser<T> parser, Set<Integer> messages) {
        try {
            FieldLimit.require(bytes, messages);
            CodedInputStream in = bytes.newCodedInput();
            in.enableAliasing(true);
            T message = DiscardUnknownFieldsParser.wrap(parser).parseFrom(in);
            in.checkLastTagWas(0);
            return message;
        } catch (IOException e) {
            throw invalid("a protocol buffer of the method's request: " + e.getMessage());
        }
    }

    /**
     * A message to send.
     *
     * @param rest more of its fields, as they are sent; not copied
     */
    public static Buffer of(MessageLite message, ByteBuffer... rest) {
        int length = message.getSerializedSize();
        for (ByteBuffer part : rest) {
            length = Math.addExact(length, part.remaining());
        }
        ByteBuffer head = ByteBuffer.allocate(PREFIX_BYTES + message.getSerializedSize());
        head.put((byte) 0).putInt(length).put(message.toByteArray()).flip();
        ByteBuffer[] parts = new ByteBuffer[1 + rest.length];
        parts[0] = head;
        System.arraycopy(rest, 0, parts, 1, rest.length);
        return Reply.joined(parts);
    }

    private static InferenceException invalid(String expected) {
        return InferenceException.invalid("body", "body: expected " + expected);
    }
}
