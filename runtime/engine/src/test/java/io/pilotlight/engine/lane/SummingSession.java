package io.pilotlight.engine.lane;

import io.pilotlight.api.Shape;
import io.pilotlight.api.Signature;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.Tensors;
import io.pilotlight.engine.session.Session;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A model that takes {@link Rows}, any number of them in a run, and gives the sum of each. */
final class SummingSession implements Session {

    private final Consumer<List<Integer>> onRun;
    private final List<List<Integer>> begun = new CopyOnWriteArrayList<>();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger closings = new AtomicInteger();
    private final AtomicInteger runsAtClosing = new AtomicInteger();
    private final AtomicInteger runsAfterClosing = new AtomicInteger();

    /**
     * Gives answers as soon as it is asked.
     *
     * @param onRun what happens in a run of rows of these numbers
     */
    SummingSession(Consumer<List<Integer>> onRun) {
        this.onRun = onRun;
    }

    @Override
    public Signature signature() {
        return new Signature(List.of(), List.of());
    }

    @Override
    public Tensors run(Tensors inputs) {
        running.incrementAndGet();
        try {
            runsAfterClosing.addAndGet(closings.get());
            Tensor.Numeric numbers = inputs.numeric("numbers");
            int rows = Math.toIntExact(numbers.shape().dimension(0));
            int length = Math.toIntExact(numbers.shape().dimension(1));
            long[] elements = numbers.longArray();
            List<Integer> firsts = new ArrayList<>();
            long[] sums = new long[rows];
            for (int row = 0; row < rows; row++) {
                firsts.add((int) elements[row * length]);
                for (int i = 0; i < length; i++) {
                    sums[row] += elements[row * length + i];
                }
            }
            begun.add(firsts);
            onRun.accept(firsts);
            return Tensors.of(Map.of("sum", Tensor.of(Shape.of(rows), sums)));
        } finally {
            running.decrementAndGet();
        }
    }

    @Override
    public void close() {
        runsAtClosing.addAndGet(running.get());
        closings.incrementAndGet();
    }

    /** The numbers of each run, in the order of the beginnings. */
    List<List<Integer>> begun() {
        return List.copyOf(begun);
    }

    int closings() {
        return closings.get();
    }

    /** Runs that were under way when it was closed, or came later. */
    int runsThatMissedIt() {
        return runsAtClosing.get() + runsAfterClosing.get();
    }
}
