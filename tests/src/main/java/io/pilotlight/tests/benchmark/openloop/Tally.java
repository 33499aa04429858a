package io.pilotlight.tests.benchmark.openloop;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.tests.benchmark.report.Distribution;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.DoubleStream;

/** Counts outcomes as they come, from any thread. */
final class Tally {
    private static final double NANOS_PER_MILLI = 1e6;

    private final Map<ErrorCode, Long> missed = new EnumMap<>(ErrorCode.class);
    private final Map<ErrorCode, Long> refused = new EnumMap<>(ErrorCode.class);
    private final DoubleStream.Builder answerMillis = DoubleStream.builder();
    private final DoubleStream.Builder refusalMillis = DoubleStream.builder();
    private final DoubleStream.Builder startDelayMillis = DoubleStream.builder();
    private final long startNanos;
    private long inTime;
    private long late;
    private long failed;
    private String firstFailure = "";
    private long elapsedNanos;

    /**
     * An empty tally.
     *
     * @param startNanos since when arrivals are offered
     * @param duration for how long
     */
    Tally(long startNanos, Duration duration) {
        this.startNanos = startNanos;
        this.elapsedNanos = duration.toNanos();
    }

    /** All moments are of {@link System#nanoTime()}. */
    synchronized void add(Outcome outcome, long arrivalNanos, long begunNanos, long toldNanos) {
        startDelayMillis.add((begunNanos - arrivalNanos) / NANOS_PER_MILLI);
        double millis = (toldNanos - arrivalNanos) / NANOS_PER_MILLI;
        switch (outcome) {
            case Outcome.InTime _ -> {
                inTime++;
                answerMillis.add(millis);
                elapsedNanos = Math.max(elapsedNanos, toldNanos - startNanos);
            }
            case Outcome.Late _ -> {
                late++;
                answerMillis.add(millis);
            }
            case Outcome.Missed(ErrorCode code) -> missed.merge(code, 1L, Long::sum);
            case Outcome.Refused(ErrorCode code) -> {
                refused.merge(code, 1L, Long::sum);
                refusalMillis.add(millis);
            }
            case Outcome.Failed(String message) -> {
                failed++;
                firstFailure = firstFailure.isEmpty() ? message : firstFailure;
            }
        }
    }

    /** The counts; nothing is added afterwards. */
    synchronized OpenLoopReport report() {
        return new OpenLoopReport(
                inTime,
                late,
                Collections.unmodifiableMap(missed),
                Collections.unmodifiableMap(refused),
                failed,
                firstFailure,
                Distribution.of(answerMillis.build().toArray()),
                Distribution.of(refusalMillis.build().toArray()),
                Distribution.of(startDelayMillis.build().toArray()),
                Duration.ofNanos(elapsedNanos));
    }
}
