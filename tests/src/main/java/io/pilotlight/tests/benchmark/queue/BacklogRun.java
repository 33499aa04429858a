package io.pilotlight.tests.benchmark.queue;

import io.pilotlight.tests.benchmark.report.BenchmarkFailure;
import io.pilotlight.tests.benchmark.report.Distribution;
import io.pilotlight.tests.benchmark.server.ServerProcess;
import io.pilotlight.tests.benchmark.text.Texts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A backlog that a replica works off, timed between the moments when a tenth and all of its outcomes are there.
 *
 * @param perSecond outcomes
 * @param residentMegabytes the most that the replica held at any tenth
 * @param resultBytes of a result's value, in the mean
 */
record BacklogRun(double perSecond, double residentMegabytes, int resultBytes) {
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final double MEGABYTE = 1e6;

    /** Puts the texts there, has them worked off, and waits until they are. */
    static BacklogRun of(
            String servers, ServerProcess replica, Texts texts, long first, int count, int distinct, String name)
            throws InterruptedException {
        return of(servers, replica, texts, first, count, distinct, name, new CountDownLatch(1));
    }

    /**
     * The same, while others do something.
     *
     * @param begun is opened when a tenth is worked off
     */
    static BacklogRun of(
            String servers,
            ServerProcess replica,
            Texts texts,
            long first,
            int count,
            int distinct,
            String name,
            CountDownLatch begun)
            throws InterruptedException {
        try (RequestWriter requests = new RequestWriter(servers);
                OutcomeReader reader = new OutcomeReader(servers, List.of("embed.results", "embed.dead-letters"))) {
            for (int i = 0; i < count; i++) {
                requests.send("", name + "-" + i, "{\"text\": \"" + texts.at(first + i % distinct) + "\"}");
            }
            requests.flush();
            return watch(reader, replica, count, name, begun);
        }
    }

    private static BacklogRun watch(
            OutcomeReader reader, ServerProcess replica, int count, String name, CountDownLatch tenthSeen) {
        List<Double> resident = new ArrayList<>();
        long until = System.nanoTime() + PATIENCE.toNanos();
        int tenth = Math.max(1, count / 10);
        long begun = 0;
        int atBegin = 0;
        int seen = 0;
        long bytes = 0;
        while (seen < count) {
            for (OutcomeReader.Seen outcome : reader.poll()) {
                if (!outcome.header("idempotency-key").startsWith(name + "-")) {
                    continue;
                }
                if (!outcome.isResult()) {
                    throw new BenchmarkFailure("a text has no result: " + outcome.header("pilotlight-error-message"));
                }
                seen++;
                bytes += outcome.record().value().length;
            }
            if (begun == 0 && seen >= tenth) {
                begun = System.nanoTime();
                atBegin = seen;
                tenthSeen.countDown();
            }
            if (seen >= tenth * (resident.size() + 1)) {
                resident.add(replica.status().residentBytes() / MEGABYTE);
            }
            if (System.nanoTime() - until > 0) {
                throw new BenchmarkFailure("of %d texts %d have an outcome".formatted(count, seen));
            }
        }
        double perSecond = (seen - atBegin) * 1e9 / (System.nanoTime() - begun);
        return new BacklogRun(perSecond, Distribution.of(resident).max(), (int) (bytes / count));
    }
}
