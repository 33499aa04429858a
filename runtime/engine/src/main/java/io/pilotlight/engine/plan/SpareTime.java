package io.pilotlight.engine.plan;

import io.pilotlight.engine.lane.Lanes;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;

/**
 * The time in which nobody needs the processors, over all models of a process. Whoever wants it for measuring takes it for himself:
 * two surveys at once would measure each other.
 */
public final class SpareTime {

    private final List<Lanes> all = new CopyOnWriteArrayList<>();
    private final Semaphore taken = new Semaphore(1);
    private final LongSupplier neighbours;

    /**
     * Of nobody yet.
     *
     * @param neighbours for how long other processes have left the processors to this one, in nanoseconds; negative if they do not
     */
    public SpareTime(LongSupplier neighbours) {
        this.neighbours = neighbours;
    }

    /** Has these lanes looked at too. */
    public void watch(Lanes lanes) {
        all.add(lanes);
    }

    public void forget(Lanes lanes) {
        all.remove(lanes);
    }

    /** For how long no lanes have run anything and nothing has waited, in nanoseconds; negative if something does. */
    long idleNanos() {
        long least = Long.MAX_VALUE;
        for (Lanes lanes : all) {
            least = Math.min(least, lanes.idleNanos());
        }
        return least;
    }

    /** The same, where other processes count, too. */
    long quietNanos() {
        return Math.min(idleNanos(), neighbours.getAsLong());
    }

    /** Takes it, unless somebody else has; it is given back by {@link #giveBack}. */
    boolean take() {
        return taken.tryAcquire();
    }

    void giveBack() {
        taken.release();
    }
}
