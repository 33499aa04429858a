package io.pilotlight.tests.benchmark.server;

import io.pilotlight.tests.benchmark.report.BenchmarkFailure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A port of the loopback address on which nobody listens now. */
public final class FreePort {
    private FreePort() {}

    public static int find() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new BenchmarkFailure("no free port on the loopback address", e);
        }
    }
}
