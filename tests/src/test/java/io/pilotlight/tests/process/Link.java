package io.pilotlight.tests.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The line to a server on this machine, at an address of its own: it may become slow, and lead elsewhere. */
public final class Link implements AutoCloseable {

    private static final int CHUNK = 64 * 1024;

    private final ServerSocket listening;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile int port;
    private volatile Duration delay = Duration.ZERO;

    private Link(ServerSocket listening, int port) {
        this.listening = listening;
        this.port = port;
    }

    /** A fast one. */
    public static Link to(int port) {
        try {
            Link link = new Link(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
            Thread.ofVirtual().name("link").start(link::accept);
            return link;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it begins. */
    public String address() {
        return "127.0.0.1:" + listening.getLocalPort();
    }

    /** Where connections lead that are opened from now on; the others are closed. */
    public void lead(int elsewhere) {
        port = elsewhere;
        open.forEach(Link::hangUp);
    }

    /** How much later bytes arrive from now on. */
    public void delay(Duration by) {
        delay = by;
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                connect(listening.accept());
            } catch (IOException e) {
                // closed, or nobody listens there: whoever connects is hung up on
            }
        }
    }

    private void connect(Socket caller) throws IOException {
        open.add(caller);
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
            open.add(server);
            Thread.ofVirtual().start(() -> carry(caller, server));
            Thread.ofVirtual().start(() -> carry(server, caller));
        } catch (IOException e) {
            hangUp(caller);
            throw e;
        }
    }

    private void carry(Socket from, Socket to) {
        try (from;
                to) {
            from.setTcpNoDelay(true);
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] chunk = new byte[CHUNK];
            int length = in.read(chunk);
            while (length >= 0) {
                Thread.sleep(delay);
                out.write(chunk, 0, length);
                length = in.read(chunk);
            }
        } catch (IOException | InterruptedException e) {
            // one of the two has hung up
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private static void hangUp(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is of no use any more
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        open.forEach(Link::hangUp);
    }
}
