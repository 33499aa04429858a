package io.pilotlight.tests.process;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A bare connection to the process: sends any bytes, in any pieces, and reads HTTP responses. For one thread. */
public final class Connection implements Closeable {

    private static final int PATIENCE_MILLIS = 30_000;

    /** Of any protocol: a refusal repeats the name and version that were sent. */
    private static final Pattern STATUS_LINE = Pattern.compile("\\w+/\\d\\.\\d (\\d{3})( .*)?");

    private final Socket socket;
    private final InputStream in;

    private Connection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    static Connection open(int port) throws IOException {
        return open(port, 0);
    }

    /** With a small window, if it is not 0, so that the sender notices when nobody reads. */
    static Connection open(int port, int receiveBufferBytes) throws IOException {
        Socket socket = new Socket();
        try {
            if (receiveBufferBytes > 0) {
                socket.setReceiveBufferSize(receiveBufferBytes);
            }
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
            return new Connection(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    public void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Sends text as UTF-8. */
    public void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Sends the same bytes again and again until the process has something to say or hangs up.
     *
     * @return how many bytes were sent
     * @throws IllegalStateException if it took the limit without a word
     */
    public long sendUntilAnswered(byte[] part, long limitInBytes) throws IOException {
        long sent = 0;
        while (in.available() == 0) {
            if (sent >= limitInBytes) {
                throw new IllegalStateException("took " + sent + " bytes without an answer");
            }
            try {
                send(part);
            } catch (SocketException hungUp) {
                return sent;
            }
            sent += part.length;
        }
        return sent;
    }

    /** Whether the process has something to say. */
    public boolean hasAnswer() throws IOException {
        return in.available() > 0;
    }

    /** Says that nothing more will be sent; answers can still be read. */
    public void finishSending() throws IOException {
        socket.shutdownOutput();
    }

    /** Hangs up with a reset, as a caller that crashes does. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** How long a read waits before it fails. */
    public void patience(Duration patience) throws IOException {
        socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
    }

    /**
     * Reads one response.
     *
     * @throws EOFException if the process hung up instead
     */
    public Answer answer() throws IOException {
        return answer(true);
    }

    /** Reads the response to a HEAD request, which has no body whatever its headers say. */
    public Answer answerWithoutBody() throws IOException {
        return answer(false);
    }

    private Answer answer(boolean withBody) throws IOException {
        String statusLine = line();
        Matcher status = STATUS_LINE.matcher(statusLine);
        if (!status.matches()) {
            throw new IOException("expected a status line, got \"" + statusLine + "\"");
        }
        return answer(Integer.parseInt(status.group(1)), withBody);
    }

    private Answer answer(int status, boolean withBody) throws IOException {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        for (String header = line(); !header.isEmpty(); header = line()) {
            int colon = header.indexOf(':');
            headers.add(Map.entry(
                    header.substring(0, colon), header.substring(colon + 1).strip()));
        }
        Answer head = new Answer(status, headers, new byte[0]);
        return withBody && status >= 200 ? new Answer(status, headers, body(head)) : head;
    }

    private byte[] body(Answer head) throws IOException {
        String length = head.header("Content-Length").orElse(null);
        if (length != null) {
            return exactly(Integer.parseInt(length));
        }
        if (head.header("Transfer-Encoding").isPresent()) {
            return chunks();
        }
        return head.status() == 204 ? new byte[0] : in.readAllBytes();
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            body.writeBytes(exactly(size));
            line();
        }
        line();
        return body.toByteArray();
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("expected a body of " + length + " bytes, got " + bytes.length);
        }
        return bytes;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("expected a response, but the process hung up after \""
                        + line.toString(StandardCharsets.UTF_8) + "\"");
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    /** Reads on until the process hangs up; whether it did so in time. */
    public boolean isClosedByPeer() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
