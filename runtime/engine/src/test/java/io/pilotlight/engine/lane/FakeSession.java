package io.pilotlight.engine.lane;

import io.pilotlight.api.Signature;
import io.pilotlight.api.Tensors;
import io.pilotlight.engine.session.Session;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;

/** A model of one number, written in the test; it remembers how it was used. */
final class FakeSession implements Session {

    private final IntUnaryOperator model;
    private final List<Integer> begun = new CopyOnWriteArrayList<>();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger mostRunning = new AtomicInteger();
    private final AtomicInteger closings = new AtomicInteger();
    private final AtomicInteger runsAtClosing = new AtomicInteger();

    FakeSession(IntUnaryOperator model) {
        this.model = model;
    }

    @Override
    public Signature signature() {
        return new Signature(List.of(), List.of());
    }

    @Override
    public Tensors run(Tensors inputs) {
        mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
        try {
            int number = Numbers.number(inputs);
            begun.add(number);
            return Numbers.row(model.applyAsInt(number));
        } finally {
            running.decrementAndGet();
        }
    }

    @Override
    public void close() {
        runsAtClosing.addAndGet(running.get());
        closings.incrementAndGet();
    }

    /** The numbers it was run with, in the order of the beginnings. */
    List<Integer> begun() {
        return List.copyOf(begun);
    }

    int mostRunning() {
        return mostRunning.get();
    }

    int closings() {
        return closings.get();
    }

    /** Runs that were still under way when it was closed. */
    int runsAtClosing() {
        return runsAtClosing.get();
    }
}
