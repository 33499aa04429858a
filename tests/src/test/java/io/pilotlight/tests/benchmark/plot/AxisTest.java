package io.pilotlight.tests.benchmark.plot;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.stream.DoubleStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

final class AxisTest {

    private static Axis covering(double... values) {
        return Axis.covering(DoubleStream.of(values));
    }

    private static List<String> labels(Axis axis) {
        return axis.ticks().stream().map(axis::label).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 7, 1",
        "0, 8, 1",
        "0, 8.1, 2",
        "0, 20, 5",
        "0, 0.07, 0.01",
        "300, 4000, 500",
        "-3, 9, 2",
        "0, 1e6, 200000"
    })
    void stepsBy1Or2Or5TimesAPowerOfTen(double min, double max, double step) {
        List<Double> ticks = covering(min, max).ticks();
        assertThat(ticks.get(1) - ticks.get(0)).isCloseTo(step, within(1e-9 * step));
    }

    @ParameterizedTest
    @CsvSource({"0, 7.3", "0.3, 0.7", "-12.5, 0.001", "1999, 2001", "0, 123456789"})
    void beginsAndEndsAtTicksAroundAllValuesWithFewBetween(double min, double max) {
        List<Double> ticks = covering(max, min).ticks();
        assertThat(ticks.getFirst()).isLessThanOrEqualTo(min);
        assertThat(ticks.getLast()).isGreaterThanOrEqualTo(max);
        assertThat(ticks).hasSizeBetween(4, 10);
    }

    @Test
    void ticksAreExactAndLabelledWithTheDecimalsThatTheyNeed() {
        assertThat(covering(0.1, 0.7).ticks()).containsExactly(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7);
        assertThat(labels(covering(0, 1.5)))
                .containsExactly("0.0", "0.2", "0.4", "0.6", "0.8", "1.0", "1.2", "1.4", "1.6");
        assertThat(labels(covering(0, 4000)))
                .containsExactly("0", "500", "1,000", "1,500", "2,000", "2,500", "3,000", "3,500", "4,000");
    }

    @Test
    void hasALengthEvenOfOneValueOrNone() {
        assertThat(covering().ticks()).startsWith(0.0).endsWith(1.0);
        assertThat(covering(0, 0).ticks()).startsWith(0.0).endsWith(1.0);
        assertThat(covering(250).ticks()).startsWith(250.0).endsWith(500.0);
    }

    @Test
    void placesValuesBetweenItsEnds() {
        Axis axis = covering(0, 8);
        assertThat(axis.fraction(0)).isEqualTo(0);
        assertThat(axis.fraction(2)).isEqualTo(0.25);
        assertThat(axis.fraction(8)).isEqualTo(1);
    }
}
