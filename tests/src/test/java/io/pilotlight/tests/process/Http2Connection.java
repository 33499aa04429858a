package io.pilotlight.tests.process;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A bare connection of HTTP/2 without encryption: sends any frames in any order, and reads those that come. It acknowledges
 * nothing and opens no windows by itself. For one thread.
 */
public final class Http2Connection implements Closeable {

    public static final int DATA = 0;
    public static final int HEADERS = 1;
    public static final int RST_STREAM = 3;
    public static final int SETTINGS = 4;
    public static final int PING = 6;
    public static final int GOAWAY = 7;
    public static final int WINDOW_UPDATE = 8;
    public static final int CONTINUATION = 9;

    public static final int END_STREAM = 1;
    public static final int END_HEADERS = 4;

    /** The setting: how many bytes of an answer may come before its window is opened. */
    public static final int INITIAL_WINDOW_SIZE = 4;

    private static final int PATIENCE_MILLIS = 10_000;
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Socket socket;
    private final DataInputStream in;

    /** A frame as it came. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Frame(int type, int flags, int stream, byte[] payload) {

        public boolean endsStream() {
            return (flags & END_STREAM) != 0 && (type == DATA || type == HEADERS);
        }

        /** The error of RST_STREAM, or of GOAWAY, where it comes after the last stream's number. */
        public int error() {
            return ByteBuffer.wrap(payload).getInt(type == GOAWAY ? Integer.BYTES : 0);
        }

        /** The payload as text; of headers, those values that are not in one of HPACK's tables. */
        public String text() {
            return new String(payload, StandardCharsets.ISO_8859_1);
        }
    }

    private Http2Connection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    /** Opens one with the given settings: the number of each, and its value. */
    static Http2Connection open(int port, int... settings) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            Http2Connection connection = new Http2Connection(socket);
            ByteBuffer payload = ByteBuffer.allocate(settings.length / 2 * (Short.BYTES + Integer.BYTES));
            for (int i = 0; i < settings.length; i += 2) {
                payload.putShort((short) settings[i]).putInt(settings[i + 1]);
            }
            socket.getOutputStream().write(PREFACE);
            connection.send(frame(SETTINGS, 0, 0, payload.array()));
            return connection;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** A frame's bytes. */
    public static byte[] frame(int type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .putInt((payload.length << 8) | type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    /** The headers of a request, with more of them if wanted: names and values. None is kept in HPACK's table. */
    public static byte[] request(String method, String path, String... more) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.writeBytes(headers(":method", method, ":scheme", "http", ":authority", "localhost", ":path", path));
        block.writeBytes(headers(more));
        return block.toByteArray();
    }

    /** Just those headers. */
    public static byte[] headers(String... namesAndValues) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            block.write(0); // a literal, not to be indexed
            string(block, namesAndValues[i]);
            string(block, namesAndValues[i + 1]);
        }
        return block.toByteArray();
    }

    private static void string(ByteArrayOutputStream block, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        int prefix = 127;
        block.write(Math.min(bytes.length, prefix));
        if (bytes.length >= prefix) {
            int rest = bytes.length - prefix;
            for (; rest >= 128; rest >>>= 7) {
                block.write((rest & 127) | 128);
            }
            block.write(rest);
        }
        block.writeBytes(bytes);
    }

    public void send(byte[]... frames) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] frame : frames) {
            bytes.writeBytes(frame);
        }
        socket.getOutputStream().write(bytes.toByteArray());
    }

    /** Sends what the process takes of them: one that has said goodbye and hung up takes no more. */
    public void sendWhileTaken(byte[]... frames) throws IOException {
        for (byte[] frame : frames) {
            try {
                send(frame);
            } catch (SocketException _) {
                return;
            }
        }
    }

    /** How long a read waits before it fails. */
    public void patience(Duration patience) throws IOException {
        socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
    }

    /**
     * The next frame.
     *
     * @throws EOFException if the process hung up
     */
    public Frame read() throws IOException {
        int lengthAndType = in.readInt();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        return new Frame(lengthAndType & 0xFF, flags, stream, in.readNBytes(lengthAndType >>> 8));
    }

    /** The next frame of that type, whatever comes before it. */
    public Frame read(int type) throws IOException {
        Frame frame = read();
        while (frame.type() != type) {
            frame = read();
        }
        return frame;
    }

    /** Reads on until the process hangs up. */
    public void readUntilClosed() throws IOException {
        in.transferTo(OutputStream.nullOutputStream());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
