package io.pilotlight.tests.benchmark.load;

import io.pilotlight.tests.benchmark.embed.Embedding;
import io.pilotlight.tests.benchmark.embed.HttpResponse;
import io.pilotlight.tests.benchmark.load.LoadReport.SampledAnswer;
import io.pilotlight.tests.benchmark.process.OwnProcess;
import io.pilotlight.tests.benchmark.report.BenchmarkFailure;
import io.pilotlight.tests.benchmark.report.Distribution;
import io.pilotlight.tests.benchmark.report.Excerpt;
import io.pilotlight.tests.benchmark.text.Texts;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * One load from its first request to its last answer, all callers on the one thread that runs it. Answers that arrive
 * after the time is up are awaited, so that the server is left idle, but not counted.
 */
final class LoadRound implements Closeable {
    private static final int SAMPLE_PERIOD = 1000;
    private static final int MAX_SAMPLES = 16;
    private static final long STALL_TIMEOUT_MILLIS = 30_000;
    private static final int OK = 200;

    private final Load load;
    private final Selector selector;
    private final List<Caller> callers = new ArrayList<>();
    private final DoubleStream.Builder latencyMillis = DoubleStream.builder();
    private final List<SampledBody> samples = new ArrayList<>();

    private long startNanos;
    private long endNanos;
    private long lastAnswerNanos;
    private long nextPosition;
    private long sent;
    private long waiting;
    private long requests;
    private long errors;
    private String firstError = "";

    /** An answer as it came; it is parsed when the measured time is over. */
    private record SampledBody(String text, String body) {}

    LoadRound(Load load) throws IOException {
        this.load = load;
        this.selector = Selector.open();
        Texts texts = new Texts(load.workload());
        for (int i = 0; i < load.callers(); i++) {
            int port = load.ports().get(i % load.ports().size());
            callers.add(Caller.connect(port, selector, texts, load.headers(), nextText()));
        }
    }

    LoadReport run() throws IOException {
        Duration cpuBefore = OwnProcess.cpuTime();
        startNanos = System.nanoTime();
        endNanos = startNanos + load.duration().toNanos();
        for (Caller caller : callers) {
            sendNext(caller);
        }
        while (waiting > 0) {
            if (selector.select(this::onReadable, STALL_TIMEOUT_MILLIS) == 0) {
                throw new BenchmarkFailure("the server gave no answer for %d s while %d callers waited"
                        .formatted(STALL_TIMEOUT_MILLIS / 1000, waiting));
            }
        }
        return report(OwnProcess.cpuTime().minus(cpuBefore));
    }

    private void sendNext(Caller caller) throws IOException {
        caller.send(nextText());
        sent++;
        waiting++;
    }

    private long nextText() {
        return load.order().textAt(nextPosition++);
    }

    private void onReadable(SelectionKey key) {
        try {
            Caller caller = (Caller) key.attachment();
            if (!caller.receive()) {
                return;
            }
            long now = System.nanoTime();
            waiting--;
            boolean inTime = now - endNanos < 0;
            if (inTime) {
                count(caller, now);
            }
            if (inTime && sent < load.maxRequests()) {
                sendNext(caller);
            }
        } catch (IOException e) {
            throw new BenchmarkFailure("a caller lost its connection: " + e.getMessage(), e);
        }
    }

    private void count(Caller caller, long nowNanos) {
        lastAnswerNanos = nowNanos;
        latencyMillis.add((nowNanos - caller.sentNanos()) / 1e6);
        requests++;
        HttpResponse response = caller.response();
        if (response.status() != OK) {
            errors++;
            if (firstError.isEmpty()) {
                firstError = response.status() + " " + Excerpt.of(response.body());
            }
        } else if (requests % SAMPLE_PERIOD == 1 && samples.size() < MAX_SAMPLES) {
            samples.add(new SampledBody(caller.text(), response.body()));
        }
    }

    private LoadReport report(Duration cpuTime) {
        long countedUntilNanos = sent < load.maxRequests() ? endNanos : lastAnswerNanos;
        return new LoadReport(
                requests,
                errors,
                firstError,
                Duration.ofNanos(countedUntilNanos - startNanos),
                Distribution.of(latencyMillis.build().toArray()),
                samples.stream()
                        .map(sample -> new SampledAnswer(sample.text(), Embedding.fromJson(sample.body())))
                        .toList(),
                nextPosition,
                cpuTime);
    }

    @Override
    public void close() throws IOException {
        for (Caller caller : callers) {
            caller.close();
        }
        selector.close();
    }
}
