package io.pilotlight.wire.telemetry;

import io.pilotlight.api.Timing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** What a model has answered since it was loaded: sums that belong together, for callers who ask twice and subtract. */
public final class InferenceStatistics {

    private final Clock clock = Clock.systemUTC();
    private Instant lastInference = Instant.EPOCH;
    private long items;
    private Total success = Total.NONE;
    private Total failure = Total.NONE;
    private Total queue = Total.NONE;
    private Total inference = Total.NONE;

    /** How often something was done, and how long it took in all. */
    public record Total(long count, Duration duration) {

        static final Total NONE = new Total(0, Duration.ZERO);

        private Total plus(Duration more) {
            return new Total(count + 1, duration.plus(more));
        }
    }

    /**
     * The sums at one moment.
     *
     * @param lastInference when the last answer was given; the epoch if none was
     * @param items in answered requests
     * @param success answered requests, from their arrival at the model to their answer
     * @param queue of answered requests, until their first item's run
     * @param inference of answered requests, from then to their last item's end
     */
    public record Snapshot(
            Instant lastInference, long items, Total success, Total failure, Total queue, Total inference) {}

    public synchronized void answered(int count, Timing timing, Duration took) {
        lastInference = clock.instant();
        items += count;
        success = success.plus(took);
        queue = queue.plus(timing.queue());
        inference = inference.plus(timing.inference());
    }

    public synchronized void failed(Duration took) {
        failure = failure.plus(took);
    }

    public synchronized Snapshot snapshot() {
        return new Snapshot(lastInference, items, success, failure, queue, inference);
    }
}
