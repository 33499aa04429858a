package io.pilotlight.tests.benchmark.plans;

import io.pilotlight.tests.benchmark.process.OwnProcess;
import io.pilotlight.tests.benchmark.report.Machine;
import io.pilotlight.tests.benchmark.report.MarkdownTable;

import java.time.Duration;

/** How much of the processors others have used since it was made: what they take, plans with many threads miss most. */
final class OthersCpu {
    private final long startNanos = System.nanoTime();
    private final Duration busyBefore = Machine.busyTime();
    private final Duration ownBefore = OwnProcess.cpuTime();

    /** In percent of all cores. */
    String soFar() {
        Duration busy = Machine.busyTime().minus(busyBefore);
        Duration own = OwnProcess.cpuTime().minus(ownBefore);
        long elapsedNanos = System.nanoTime() - startNanos;
        double share = (double) busy.minus(own).toNanos() / elapsedNanos / Machine.cores();
        return MarkdownTable.percent(Math.max(0, share)); // the two clocks tick at different rates
    }
}
