package io.pilotlight.queue;

import java.time.Duration;

/** How many records are worth taking on at a time, so that they take about as long as they should. Learnt from those before. */
final class ChunkSize {

    private static final int FIRST = 32;
    private static final double WEIGHT = 0.3;

    private final double targetNanos;
    private final int max;
    private double nanosEach;
    private int wanted;

    ChunkSize(QueueSettings.Pace pace) {
        this.targetNanos = pace.chunkTime().toNanos();
        this.max = pace.maxRecords();
        this.wanted = Math.min(FIRST, max);
    }

    int wanted() {
        return wanted;
    }

    /** So many have taken so long. It never more than doubles: the first ones say little of the others. */
    void observe(int records, Duration duration) {
        if (records == 0) {
            return;
        }
        double each = Math.max(1, (double) duration.toNanos() / records);
        nanosEach = nanosEach == 0 ? each : (1 - WEIGHT) * nanosEach + WEIGHT * each;
        wanted = Math.clamp((long) (targetNanos / nanosEach), 1, Math.min(max, 2 * wanted));
    }
}
