package io.pilotlight.tests.benchmark.embed;

import io.pilotlight.tests.benchmark.report.Excerpt;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One HTTP/1.1 response as it arrives, read by its Content-Length and no further than that is needed: the smallest
 * parser that a keep-alive connection gets by with. It is reused for each response of its connection.
 */
public final class HttpResponse {
    private static final int INITIAL_CAPACITY_BYTES = 16 * 1024;
    private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};
    private static final String CONTENT_LENGTH = "\r\ncontent-length:";

    /** Where the status stands in {@code HTTP/1.1 200 OK}. */
    private static final int STATUS_BEGIN = 9;

    private static final int STATUS_END = 12;
    private static final int UNKNOWN = -1;

    private ByteBuffer bytes = ByteBuffer.allocate(INITIAL_CAPACITY_BYTES);
    private int headLength = UNKNOWN;
    private int bodyLength = UNKNOWN;
    private int status = UNKNOWN;

    /** Reads what the channel has; true when the response is complete. */
    public boolean read(ReadableByteChannel channel) throws IOException {
        if (!bytes.hasRemaining()) {
            bytes = ByteBuffer.allocate(bytes.capacity() * 2).put(bytes.flip());
        }
        if (channel.read(bytes) < 0) {
            throw new EOFException("the server closed the connection");
        }
        if (headLength == UNKNOWN) {
            parseHead();
        }
        return headLength != UNKNOWN && bytes.position() >= headLength + bodyLength;
    }

    private void parseHead() throws IOException {
        int end = endOfHead();
        if (end == UNKNOWN) {
            return;
        }
        String head = new String(bytes.array(), 0, end, StandardCharsets.ISO_8859_1);
        int field = indexOfIgnoringCase(head, CONTENT_LENGTH);
        if (field == UNKNOWN) {
            throw new IOException("expected a response with Content-Length, got: " + Excerpt.of(head));
        }
        int valueBegin = field + CONTENT_LENGTH.length();
        bodyLength = Integer.parseInt(head, skipSpaces(head, valueBegin), head.indexOf('\r', valueBegin), 10);
        status = Integer.parseInt(head, STATUS_BEGIN, STATUS_END, 10);
        headLength = end;
    }

    private int endOfHead() {
        byte[] array = bytes.array();
        for (int end = END_OF_HEAD.length; end <= bytes.position(); end++) {
            if (Arrays.equals(array, end - END_OF_HEAD.length, end, END_OF_HEAD, 0, END_OF_HEAD.length)) {
                return end;
            }
        }
        return UNKNOWN;
    }

    private static int indexOfIgnoringCase(String head, String lowerCase) {
        for (int i = 0; i <= head.length() - lowerCase.length(); i++) {
            if (head.regionMatches(true, i, lowerCase, 0, lowerCase.length())) {
                return i;
            }
        }
        return UNKNOWN;
    }

    private static int skipSpaces(String head, int from) {
        int begin = from;
        while (head.charAt(begin) == ' ') {
            begin++;
        }
        return begin;
    }

    public int status() {
        return status;
    }

    public String body() {
        return new String(bytes.array(), headLength, bodyLength, StandardCharsets.UTF_8);
    }

    /** Makes room for the next response. */
    public void clear() {
        bytes.clear();
        headLength = UNKNOWN;
        bodyLength = UNKNOWN;
        status = UNKNOWN;
    }
}
