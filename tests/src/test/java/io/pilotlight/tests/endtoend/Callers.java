package io.pilotlight.tests.endtoend;

import io.pilotlight.tests.process.Answer;
import io.pilotlight.tests.process.FunctionProcess;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Callers of {@code POST /embed} who ask one question after the other until they are told to stop. */
final class Callers implements AutoCloseable {

    private static final Pattern DURATION = Pattern.compile("dur=([\\d.]+)");

    /** How far numbers may lie apart: rows that share a run are summed up in another order. Another text's differ a thousand times as much. */
    private static final float ROUNDING = 1e-4f;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicBoolean going = new AtomicBoolean(true);
    private final Queue<Told> told = new ConcurrentLinkedQueue<>();
    private final List<CompletableFuture<Void>> asking = new ArrayList<>();

    /** A question and its answer; when it was asked, and when it was answered. */
    record Told(FunctionProcess replica, String text, Answer answer, long askedNanos, long answeredNanos) {

        static Told by(FunctionProcess replica, String text) {
            long asked = System.nanoTime();
            Answer answer = replica.send(CachedTexts.embed(text));
            return new Told(replica, text, answer, asked, System.nanoTime());
        }

        /** What the model took, and the waiting for it; nothing if another's answer was given. */
        Duration computing() {
            double millis = DURATION.matcher(answer.header("Server-Timing").orElse(""))
                    .results()
                    .mapToDouble(duration -> Double.parseDouble(duration.group(1)))
                    .sum();
            return Duration.ofNanos((long) (millis * 1e6));
        }

        /** Seconds since the answer was computed. */
        long age() {
            return Long.parseLong(answer.header("Age").orElse("0"));
        }
    }

    /** So many of each replica, who ask for whatever comes next. */
    static Callers start(int each, List<FunctionProcess> replicas, Supplier<String> texts) {
        Callers callers = new Callers();
        for (FunctionProcess replica : replicas) {
            for (int i = 0; i < each; i++) {
                callers.asking.add(CompletableFuture.runAsync(() -> callers.ask(replica, texts), callers.threads));
            }
        }
        return callers;
    }

    private void ask(FunctionProcess replica, Supplier<String> texts) {
        while (going.get()) {
            told.add(Told.by(replica, texts.get()));
        }
    }

    /** What they were told so far. */
    List<Told> told() {
        return List.copyOf(told);
    }

    /** All that they were told. If one of them was not answered at all, this fails. */
    List<Told> stop() {
        going.set(false);
        asking.forEach(CompletableFuture::join);
        return told();
    }

    /** That each was given his own text's answer, and no error. */
    static void assertRight(List<Told> told, FunctionProcess uncached) {
        Map<String, float[]> right = new HashMap<>();
        assertThat(told).isNotEmpty().allSatisfy(it -> {
            CachedTexts.status(it.answer());
            assertThat(Surface.TYPED.embeddings(it.answer()).getFirst())
                    .as("embedding of \"%s\"", it.text())
                    .containsExactly(
                            right.computeIfAbsent(it.text(), text -> Surface.TYPED.embed(uncached, text)),
                            within(ROUNDING));
        });
    }

    @Override
    public void close() {
        going.set(false);
        threads.close();
    }
}
