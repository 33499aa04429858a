package io.pilotlight.tests.benchmark.openloop;

import io.pilotlight.api.Inference;
import io.pilotlight.api.Tensors;

import java.time.Duration;

/**
 * Requests that arrive at a rate, at random and whatever became of the earlier ones, as those of many users do. A server
 * that stalls is so charged with everybody who arrived meanwhile, not only with the few who happened to be waiting.
 *
 * @param requestsPerSecond on average; the gaps are distributed exponentially
 * @param duration how long requests arrive
 * @param budget from a request's arrival to its deadline
 * @param maxOutstanding requests without an answer; more than a server that bounds its queue can ever have
 * @param seed of the arrivals: the same for loads that are to be compared
 */
public record OpenLoop(
        Requests requests,
        double requestsPerSecond,
        Duration duration,
        Duration budget,
        int maxOutstanding,
        long seed) {
    private static final int DEFAULT_MAX_OUTSTANDING = 10_000;
    private static final long DEFAULT_SEED = 20_261_123L;

    public OpenLoop {
        if (!(requestsPerSecond > 0 && requestsPerSecond < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "requestsPerSecond: expected a number above 0, got " + requestsPerSecond);
        }
        if (!duration.isPositive() || !budget.isPositive() || maxOutstanding < 1) {
            throw new IllegalArgumentException(
                    "open loop: expected a duration, a budget and a number of outstanding requests above 0, got %s, %s and %d"
                            .formatted(duration, budget, maxOutstanding));
        }
    }

    /** With at most 10,000 outstanding requests, and the same arrivals each time. */
    public OpenLoop(Requests requests, double requestsPerSecond, Duration duration, Duration budget) {
        this(requests, requestsPerSecond, duration, budget, DEFAULT_MAX_OUTSTANDING, DEFAULT_SEED);
    }

    /**
     * Runs from the first arrival until all have been told. The calling thread paces the arrivals: a platform thread,
     * since a virtual one would have to share its carriers with the requests that it starts.
     *
     * @throws io.pilotlight.tests.benchmark.report.BenchmarkFailure if more requests than allowed are outstanding, or
     *     some are never answered
     */
    public OpenLoopReport run(Inference<Tensors, Tensors> inference) throws InterruptedException {
        return new OpenLoopRun(this, inference).run();
    }
}
