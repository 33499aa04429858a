package io.pilotlight.tests.benchmark.openloop;

import io.pilotlight.api.Deadline;
import io.pilotlight.api.Inference;
import io.pilotlight.api.Request;
import io.pilotlight.api.Tensors;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.DoubleStream;

/**
 * What each caller of a {@link ClosedLoop} does, from the beginning of the warm-up to its last answer. All callers run
 * the same one: what they share is the index of the next request.
 */
final class ClosedLoopCaller implements Callable<double[]> {
    private final ClosedLoop load;
    private final Inference<Tensors, Tensors> inference;
    private final long measuredFromNanos;
    private final long measuredUntilNanos;
    private final AtomicLong nextIndex = new AtomicLong();

    ClosedLoopCaller(ClosedLoop load, Inference<Tensors, Tensors> inference, long startNanos) {
        this.load = load;
        this.inference = inference;
        this.measuredFromNanos = startNanos + load.warmUp().toNanos();
        this.measuredUntilNanos = measuredFromNanos + load.duration().toNanos();
    }

    /** The latency of each answer that came within the measured time, in milliseconds. */
    @Override
    public double[] call() {
        DoubleStream.Builder latencyMillis = DoubleStream.builder();
        while (System.nanoTime() - measuredUntilNanos < 0) {
            Request<Tensors> request = load.requests()
                    .at(nextIndex.getAndIncrement(), Deadline.after(ClosedLoop.PATIENCE, System.nanoTime()));
            long askedNanos = System.nanoTime();
            inference.infer(request);
            long answeredNanos = System.nanoTime();
            if (isMeasured(answeredNanos)) {
                latencyMillis.add((answeredNanos - askedNanos) / 1e6);
            }
        }
        return latencyMillis.build().toArray();
    }

    private boolean isMeasured(long nanos) {
        return nanos - measuredFromNanos >= 0 && nanos - measuredUntilNanos < 0;
    }
}
