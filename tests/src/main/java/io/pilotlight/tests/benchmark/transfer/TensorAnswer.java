package io.pilotlight.tests.benchmark.transfer;

import io.pilotlight.tests.benchmark.report.BenchmarkFailure;
import io.pilotlight.tests.benchmark.report.Excerpt;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers over HTTP/1.1 from one connection: their bytes are taken from the socket, counted, and dropped. */
final class TensorAnswer {
    private static final Pattern LENGTH =
            Pattern.compile("\r\ncontent-length: *([0-9]+)\r\n", Pattern.CASE_INSENSITIVE);
    private static final String OK = "HTTP/1.1 200 ";
    private static final String END_OF_HEAD = "\r\n\r\n";

    /** What one read takes, as much as socket buffers hold at a time. */
    private static final int READ_BYTES = 512 * 1024;

    private final ByteBuffer bytes = ByteBuffer.allocateDirect(READ_BYTES);

    /** Reads an answer whole, and fails if it does not end with the tensor. */
    int readAndCheck(SocketChannel channel) throws IOException {
        int left = readHead(channel);
        ByteBuffer body = ByteBuffer.allocate(left).put(bytes);
        while (body.hasRemaining()) {
            fill(channel);
            body.put(bytes);
        }
        requireTensor(body.array());
        return body.capacity();
    }

    /** Fails if the body of an answer does not end with the tensor. */
    static void requireTensor(byte[] body) {
        byte[] tensor = IdentityTensor.data();
        int from = body.length - tensor.length;
        if (from < 0 || !Arrays.equals(body, from, body.length, tensor, 0, tensor.length)) {
            throw new BenchmarkFailure("expected an answer that ends with the tensor sent, got %d bytes: %s"
                    .formatted(body.length, Excerpt.of(new String(body, StandardCharsets.ISO_8859_1))));
        }
    }

    /** Reads an answer, and returns the length of its body. */
    int read(SocketChannel channel) throws IOException {
        int length = readHead(channel);
        int left = length - bytes.remaining();
        while (left > 0) {
            fill(channel);
            left -= bytes.remaining();
        }
        return length;
    }

    /** Leaves the buffer at the beginning of the body, whose length is returned. */
    private int readHead(SocketChannel channel) throws IOException {
        StringBuilder head = new StringBuilder();
        while (true) {
            fill(channel);
            // A head is short, and what of the body has come with it is of no use as text.
            byte[] begin = new byte[Math.min(bytes.remaining(), 4096)];
            bytes.get(bytes.position(), begin);
            int before = head.length();
            head.append(new String(begin, StandardCharsets.ISO_8859_1));
            int end = head.indexOf(END_OF_HEAD);
            if (end >= 0) {
                bytes.position(end + END_OF_HEAD.length() - before);
                return length(head.substring(0, end + END_OF_HEAD.length()));
            }
        }
    }

    private static int length(String head) {
        Matcher length = LENGTH.matcher(head);
        if (!head.startsWith(OK) || !length.find()) {
            throw new BenchmarkFailure("expected 200 with Content-Length, got: " + Excerpt.of(head));
        }
        return Integer.parseInt(length.group(1));
    }

    private void fill(SocketChannel channel) throws IOException {
        bytes.clear();
        if (channel.read(bytes) < 0) {
            throw new EOFException("the server closed the connection within an answer");
        }
        bytes.flip();
    }
}
