package io.pilotlight.wire.telemetry;

import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

class ProcessAgeTest {

    /** Process start and clock are read in hundredths of a second. */
    private static final Duration RESOLUTION = Duration.ofMillis(50);

    @Test
    void now_isAtLeastTheAgeOfTheVirtualMachineAndNotMuchMore() {
        Duration machine =
                Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());

        assertThat(ProcessAge.now())
                .isGreaterThanOrEqualTo(machine.minus(RESOLUTION))
                .isLessThan(machine.plusMinutes(1));
    }

    @Test
    void now_askedAgain_isNotLess() {
        Duration first = ProcessAge.now();

        assertThat(ProcessAge.now()).isGreaterThanOrEqualTo(first);
    }
}
