package io.pilotlight.tests.benchmark.bare;

import io.pilotlight.tests.benchmark.report.Distribution;

import ai.onnxruntime.OrtException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.DoubleStream;

/** One thread of bare calls, each as soon as the one before has returned, through the warm-up and the measured time. */
final class BareLane implements Callable<BareReport> {
    private final BareEmbedder embedder;
    private final List<String> texts;
    private final BareQuestion.Measure measure;
    private final List<long[]> tokenized = new ArrayList<>();
    private int nextText;

    BareLane(BareEmbedder embedder, List<String> texts, int firstText, BareQuestion.Measure measure) {
        this.embedder = embedder;
        this.texts = texts;
        this.nextText = firstText;
        this.measure = measure;
    }

    @Override
    public BareReport call() throws OrtException {
        if (!measure.tokenizing()) {
            texts.forEach(text -> tokenized.add(embedder.tokenize(text)));
        }
        runFor(measure.warmUp().toNanos());
        return runFor(measure.duration().toNanos());
    }

    private BareReport runFor(long durationNanos) throws OrtException {
        DoubleStream.Builder callMillis = DoubleStream.builder();
        long calls = 0;
        long start = System.nanoTime();
        long now = start;
        while (now - start < durationNanos) {
            long before = now;
            embedder.run(nextBatch());
            now = System.nanoTime();
            callMillis.add((now - before) / 1e6);
            calls++;
        }
        double textsPerSecond = calls * measure.arrangement().batch() * 1e9 / (now - start);
        return new BareReport(textsPerSecond, Distribution.of(callMillis.build().toArray()));
    }

    private List<long[]> nextBatch() {
        int size = measure.arrangement().batch();
        List<long[]> batch = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            batch.add(measure.tokenizing() ? embedder.tokenize(texts.get(nextText)) : tokenized.get(nextText));
            nextText = (nextText + 1) % texts.size();
        }
        return batch;
    }
}
