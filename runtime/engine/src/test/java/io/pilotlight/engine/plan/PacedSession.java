package io.pilotlight.engine.plan;

import io.pilotlight.api.DataType;
import io.pilotlight.api.Shape;
import io.pilotlight.api.Signature;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.TensorSpec;
import io.pilotlight.api.Tensors;
import io.pilotlight.engine.session.Session;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A session that takes its time and gives back what it is given. */
final class PacedSession implements Session {

    static final Tensors ROW = Tensors.of(Map.of("in", Tensor.of(Shape.of(1, 4), 1f, 2f, 3f, 4f)));

    private final Duration pace;
    private final AtomicInteger runs = new AtomicInteger();
    private final AtomicInteger closings = new AtomicInteger();

    PacedSession(Duration pace) {
        this.pace = pace;
    }

    int runs() {
        return runs.get();
    }

    int closings() {
        return closings.get();
    }

    @Override
    public Signature signature() {
        TensorSpec rows = new TensorSpec("in", DataType.FP32, Shape.of(Shape.VARIABLE, 4));
        return new Signature(List.of(rows), List.of(rows));
    }

    @Override
    public Tensors run(Tensors inputs) {
        runs.incrementAndGet();
        long end = System.nanoTime() + pace.toNanos();
        while (System.nanoTime() - end < 0) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
        return inputs;
    }

    @Override
    public void close() {
        closings.incrementAndGet();
    }
}
