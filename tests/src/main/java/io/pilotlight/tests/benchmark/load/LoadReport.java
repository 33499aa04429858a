package io.pilotlight.tests.benchmark.load;

import io.pilotlight.tests.benchmark.embed.Embedding;
import io.pilotlight.tests.benchmark.report.Distribution;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/**
 * What a load got from the server within its time.
 *
 * @param requests answered, errors included
 * @param errors answers other than 200
 * @param firstError the first of those, or empty
 * @param samples some of the answers, to be checked
 * @param texts how many of the order were taken, those included that were made ready and not sent
 * @param cpuTime the processor time that the load generator itself took
 */
public record LoadReport(
        long requests,
        long errors,
        String firstError,
        Duration elapsed,
        Distribution latencyMillis,
        List<SampledAnswer> samples,
        long texts,
        Duration cpuTime)
        implements Serializable {

    /** One answer among many, with the text that it should be the answer to. */
    record SampledAnswer(String text, Embedding embedding) implements Serializable {}

    public double requestsPerSecond() {
        return requests * 1e9 / elapsed.toNanos();
    }
}
