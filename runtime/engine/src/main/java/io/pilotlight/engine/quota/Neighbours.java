package io.pilotlight.engine.quota;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The other processes of this machine, and whether they leave this one the processors that it may use: what is measured while they do
 * not is measured of them. From {@code /proc/stat} and {@code /proc/self/stat} (proc(5)); where there are none, nobody is in the way.
 */
public final class Neighbours {

    /** In which the kernel tells processor time, whatever its own clock (USER_HZ, proc(5)). */
    private static final double TICK_NANOS = 1e7;

    /** Shorter looks would tell ticks and not what happens. */
    private static final long LOOK_NANOS = Duration.ofMillis(250).toNanos();

    /** What they must leave of each of our cores. */
    private static final double LEFT = 0.8;

    private final Path proc;
    private final int cores;
    private final LongSupplier clock;
    private Optional<Ticks> before;
    private long lookedNanos;
    private long inTheWayNanos;
    private boolean areInTheWay;

    /**
     * Since the machine has started, all processors together.
     *
     * @param all that have passed
     * @param busy of them, for anybody on this machine
     * @param own of those
     */
    private record Ticks(long all, long busy, long own) {

        /** Cores that others left, of as many as passed between the two looks. */
        double leftSince(Ticks before, double ticksOfOneCore) {
            long others = busy - before.busy - (own - before.own);
            return (all - before.all - Math.max(0, others)) / ticksOfOneCore;
        }
    }

    /**
     * Of this process.
     *
     * @param cores that it may use
     */
    public static Neighbours of(int cores) {
        return new Neighbours(Path.of("/proc"), cores, System::nanoTime);
    }

    Neighbours(Path proc, int cores, LongSupplier clock) {
        this.proc = proc;
        this.cores = cores;
        this.clock = clock;
        this.inTheWayNanos = clock.getAsLong();
        this.lookedNanos = inTheWayNanos;
        this.before = ticks();
    }

    /** For how long they have left us our processors, in nanoseconds; negative if they do not. They are looked at now and then. */
    public synchronized long quietNanos() {
        long now = clock.getAsLong();
        if (now - lookedNanos >= LOOK_NANOS) {
            look(now);
        }
        return areInTheWay ? -1 : now - inTheWayNanos;
    }

    private void look(long now) {
        Optional<Ticks> ticks = ticks();
        double ticksOfOneCore = (now - lookedNanos) / TICK_NANOS;
        areInTheWay = before.isPresent()
                && ticks.isPresent()
                && ticks.get().leftSince(before.get(), ticksOfOneCore) < LEFT * cores;
        if (areInTheWay) {
            inTheWayNanos = now;
        }
        before = ticks;
        lookedNanos = now;
    }

    private Optional<Ticks> ticks() {
        try {
            long[] machine = numbers(firstLine(proc.resolve("stat")), 8);
            String self = firstLine(proc.resolve("self/stat"));
            long[] process = numbers(self.substring(self.lastIndexOf(')') + 2), 12); // names may have spaces
            long busy = machine[0] + machine[1] + machine[2] + machine[5] + machine[6];
            long idleOrStolen = machine[3] + machine[4] + machine[7];
            return Optional.of(new Ticks(busy + idleOrStolen, busy, process[10] + process[11]));
        } catch (IOException | RuntimeException unknown) {
            return Optional.empty();
        }
    }

    private static String firstLine(Path file) throws IOException {
        try (var lines = Files.newBufferedReader(file)) {
            String line = lines.readLine();
            return line == null ? "" : line;
        }
    }

    /** So many of those after the first word; further ones may be larger than fits. */
    private static long[] numbers(String line, int count) {
        return Arrays.stream(line.split(" +"))
                .skip(1)
                .limit(count)
                .mapToLong(Long::parseLong)
                .toArray();
    }
}
