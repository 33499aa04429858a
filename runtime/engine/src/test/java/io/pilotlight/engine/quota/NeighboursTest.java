package io.pilotlight.engine.quota;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import static org.assertj.core.api.Assertions.assertThat;

/** On a machine of four processors, whose kernel counts in ticks of 10 ms. */
final class NeighboursTest {

    private static final int PROCESSORS = 4;

    @TempDir
    private Path proc;

    private final AtomicLong clock = new AtomicLong(Duration.ofHours(-1).toNanos());
    private long own = 1_000;
    private long others = 2_000;
    private long idle = 3_000;
    private long stolen = 10;

    @BeforeEach
    void machineHasStarted() {
        write();
    }

    private void write() {
        try {
            Files.createDirectories(proc.resolve("self"));
            long busy = own + others;
            Files.writeString(
                    proc.resolve("stat"),
                    "cpu  %d 10 20 %d 30 40 50 %d 0 0\ncpu0 1 2 3 4 5 6 7 8 0 0\n".formatted(busy, idle, stolen));
            Files.writeString(
                    proc.resolve("self/stat"),
                    "7 (a (strange) name) S 1 7 7 0 -1 4194304 99 0 0 0 %d 5 0 0 20 0 1 0 327924 3133440 384 18446744073709551615 1\n"
                            .formatted(own));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Processors in use, on the average of a second. */
    private void aSecond(double byUs, double byOthers, double byOtherMachines) {
        clock.addAndGet(Duration.ofSeconds(1).toNanos());
        own += Math.round(100 * byUs);
        others += Math.round(100 * byOthers);
        stolen += Math.round(100 * byOtherMachines);
        idle += Math.round(100 * (PROCESSORS - byUs - byOthers - byOtherMachines));
        write();
    }

    private Neighbours of(int cores) {
        return lookedAt(proc, cores);
    }

    private Neighbours lookedAt(Path proc, int cores) {
        Neighbours neighbours = new Neighbours(proc, cores, clock::get);
        assertThat(neighbours.quietNanos()).as("nothing is known of before").isZero();
        return neighbours;
    }

    @Test
    void areNotInTheWayWhileOnlyThisProcessWorks() {
        Neighbours neighbours = of(PROCESSORS);
        aSecond(4, 0, 0);
        aSecond(3.5, 0.1, 0);

        assertThat(neighbours.quietNanos()).isEqualTo(Duration.ofSeconds(2).toNanos());
    }

    @Test
    void areInTheWayWhereTheyLeaveLessThanWeMayUse() {
        Neighbours neighbours = of(PROCESSORS);
        aSecond(0, 1, 0);

        assertThat(neighbours.quietNanos()).isNegative();
    }

    @Test
    void areNotInTheWayWhereTheMachineHasEnoughForAll() {
        Neighbours neighbours = of(2);
        aSecond(1, 2, 0);

        assertThat(neighbours.quietNanos()).isPositive();
    }

    @Test
    void areQuietSinceTheyWereLastInTheWay() {
        Neighbours neighbours = of(PROCESSORS);
        aSecond(0, 4, 0);
        assertThat(neighbours.quietNanos()).isNegative();
        aSecond(0, 0, 0);
        aSecond(0, 0, 0);

        assertThat(neighbours.quietNanos()).isEqualTo(Duration.ofSeconds(2).toNanos());
    }

    @Test
    void areNotWhatAHypervisorGivesToOtherMachines() {
        Neighbours neighbours = of(PROCESSORS);
        aSecond(1, 0, 2);

        assertThat(neighbours.quietNanos()).isPositive();
    }

    @Test
    void areNotLookedAtAgainWithinAMoment() {
        Neighbours neighbours = of(PROCESSORS);
        others += 400;
        write();
        clock.addAndGet(Duration.ofMillis(1).toNanos());

        assertThat(neighbours.quietNanos()).isPositive();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void areSeenInWhatThisMachinesKernelSays() {
        Neighbours neighbours = lookedAt(Path.of("/proc"), PROCESSORS);
        clock.addAndGet(Duration.ofHours(1).toNanos()); // of which the kernel knows nothing: somebody must have had it

        assertThat(neighbours.quietNanos()).isNegative();
    }

    @Test
    void areNeverInTheWayWhereTheKernelSaysNothingOfThem() throws IOException {
        Files.writeString(proc.resolve("stat"), "nothing of this kind\n");
        Neighbours neighbours = of(PROCESSORS);
        aSecond(0, 4, 0);
        Files.delete(proc.resolve("self/stat"));

        assertThat(neighbours.quietNanos()).isPositive();
    }
}
