package io.pilotlight.wire.http;

import io.pilotlight.api.Timing;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

class ServerTimingTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0.000",
        "999, 0.000",
        "1000, 0.001",
        "45000, 0.045",
        "1000000, 1.000",
        "1234567, 1.234",
        "60000000000, 60000.000",
        "-1, 0.000",
        "-5000000, 0.000"
    })
    void of_durations_areMillisecondsWithThreeDecimals(long nanos, String millis) {
        assertThat(ServerTiming.of(new Timing(Duration.ofNanos(nanos), Duration.ofMillis(2))))
                .isEqualTo("queue;dur=" + millis + ", infer;dur=2.000");
        assertThat(ServerTiming.of(new Timing(Duration.ZERO, Duration.ofNanos(nanos))))
                .isEqualTo("queue;dur=0.000, infer;dur=" + millis);
    }
}
