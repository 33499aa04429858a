package io.pilotlight.tests.benchmark.transfer;

import io.pilotlight.tests.benchmark.report.BenchmarkFailure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Callers over HTTP/1.1: each a thread with a keep-alive connection, and no client library between it and its socket. */
final class BinaryCallers implements TransferLoadGenerator.Callers {
    private final ByteBuffer request; // head and body, direct

    BinaryCallers(Carrier carrier) {
        Carrier.Message message = carrier.message();
        StringBuilder head =
                new StringBuilder("POST ").append(carrier.path()).append(" HTTP/1.1\r\nhost: 127.0.0.1\r\n");
        message.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        head.append("content-length: ").append(message.body().remaining()).append("\r\n\r\n");
        byte[] headBytes = head.toString().getBytes(StandardCharsets.US_ASCII);
        this.request = ByteBuffer.allocateDirect(
                        headBytes.length + message.body().remaining())
                .put(headBytes)
                .put(message.body())
                .flip();
    }

    @Override
    public List<Double> call(int port, int count, Duration duration) throws Exception {
        CyclicBarrier allReady = new CyclicBarrier(count);
        List<Callable<List<Double>>> callers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            callers.add(() -> {
                try (SocketChannel channel = connect(port)) {
                    return call(channel, allReady, duration);
                }
            });
        }
        List<Double> millis = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
            for (Future<List<Double>> caller : threads.invokeAll(callers)) {
                millis.addAll(caller.get());
            }
        }
        return millis;
    }

    private static SocketChannel connect(int port) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return channel;
    }

    private List<Double> call(SocketChannel channel, CyclicBarrier allReady, Duration duration) throws Exception {
        TensorAnswer answer = new TensorAnswer();
        send(channel);
        int firstLength = answer.readAndCheck(channel);
        allReady.await();
        List<Double> millis = new ArrayList<>();
        long begin = System.nanoTime();
        long now = begin;
        while (true) {
            long before = now;
            send(channel);
            int length = answer.read(channel);
            now = System.nanoTime();
            if (length != firstLength) {
                throw new BenchmarkFailure(
                        "expected an answer of %d bytes like the first, got %d".formatted(firstLength, length));
            }
            if (now - begin > duration.toNanos()) {
                return millis;
            }
            millis.add((now - before) / 1e6);
        }
    }

    private void send(SocketChannel channel) throws IOException {
        ByteBuffer bytes = request.duplicate();
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
