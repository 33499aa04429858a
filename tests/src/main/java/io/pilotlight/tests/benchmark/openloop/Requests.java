package io.pilotlight.tests.benchmark.openloop;

import io.pilotlight.api.Deadline;
import io.pilotlight.api.LatencyTier;
import io.pilotlight.api.Request;
import io.pilotlight.api.Tensors;

import java.util.List;
import java.util.function.LongFunction;

/**
 * The requests of a load, each of one item.
 *
 * @param tiers the latency tier of the request with an index
 */
public record Requests(Inputs inputs, LongFunction<LatencyTier> tiers) {

    /** Requests whose callers are people who wait. */
    public static Requests interactive(Inputs inputs) {
        return new Requests(inputs, _ -> LatencyTier.INTERACTIVE);
    }

    Request<Tensors> at(long index, Deadline deadline) {
        return new Request<>(List.of(inputs.at(index)), tiers.apply(index), deadline);
    }
}
