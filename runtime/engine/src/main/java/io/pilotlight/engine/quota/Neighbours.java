package io.pilotlight.engine.quota;

import org.jspecify.annotations.Nullable;

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
    private @Nullable Look last;
    private long quietSinceNanos;
    private boolean areInTheWay;

    private record Look(long nanos, Optional<Ticks> ticks) {

        boolean leavesLessThan(double wanted, Look before) {
            double ticksOfOneCore = (nanos - before.nanos) / TICK_NANOS;
            return ticks.isPresent()
                    && before.ticks.isPresent()
                    && ticks.get().leftSince(before.ticks.get()) < wanted * ticksOfOneCore;
        }
    }

    /**
     * Since the machine has started, all processors together.
     *
     * @param all that have passed
     * @param busy of them, for anybody on this machine
     * @param own of those
     */
    private record Ticks(long all, long busy, long own) {

        /** What others left of those that passed between the two looks. */
        long leftSince(Ticks before) {
            long others = busy - before.busy - (own - before.own);
            return all - before.all - Math.max(0, others);
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
    }

    /**
     * For how long they have left us our processors, in nanoseconds; negative if they do not. They are looked at when this is asked for,
     * and now and then.
     */
    public synchronized long quietNanos() {
        long now = clock.getAsLong();
        if (last == null || now - last.nanos() >= LOOK_NANOS) {
            look(now);
        }
        return areInTheWay ? -1 : now - quietSinceNanos;
    }

    private void look(long now) {
        Look next = new Look(now, ticks());
        areInTheWay = last != null && next.leavesLessThan(LEFT * cores, last);
        if (last == null || areInTheWay) {
            quietSinceNanos = now;
        }
        last = next;
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
