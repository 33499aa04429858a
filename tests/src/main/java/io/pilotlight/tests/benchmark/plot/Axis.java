package io.pilotlight.tests.benchmark.plot;

import java.math.BigDecimal;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

import static java.math.BigDecimal.ONE;

/**
 * A linear axis that begins and ends at a tick, with ticks at 1, 2 or 5 times a power of ten: the steps people count in.
 *
 * @param step between ticks; exact, since 0.1 in binary is not
 * @param firstTick in steps from 0
 * @param lastTick in steps from 0
 */
record Axis(BigDecimal step, long firstTick, long lastTick) {
    private static final List<BigDecimal> MANTISSAS = List.of(ONE, BigDecimal.TWO, BigDecimal.valueOf(5));
    private static final int MAX_STEPS = 8;

    /** So much of a step is rounding: a value that is a tick needs no other beyond it. */
    private static final double TOLERANCE = 1e-9;

    /** The shortest axis that all values lie on; from 0 to 1 if there are none. */
    static Axis covering(DoubleStream values) {
        DoubleSummaryStatistics range = values.summaryStatistics();
        if (range.getCount() == 0) {
            return between(0, 1);
        }
        double span = range.getMax() - range.getMin();
        // A single value has no span: as much as it is away from 0 shows its magnitude.
        double max = span > 0 ? range.getMax() : range.getMin() + Math.max(1, Math.abs(range.getMin()));
        return between(range.getMin(), max);
    }

    private static Axis between(double min, double max) {
        BigDecimal step = stepFor(max - min);
        double firstTick = Math.floor(min / step.doubleValue() + TOLERANCE);
        double lastTick = Math.ceil(max / step.doubleValue() - TOLERANCE);
        return new Axis(step, (long) firstTick, (long) lastTick);
    }

    private static BigDecimal stepFor(double span) {
        int exponent = (int) Math.floor(Math.log10(span / MAX_STEPS));
        return MANTISSAS.stream()
                .map(mantissa -> mantissa.scaleByPowerOfTen(exponent))
                .filter(step -> span / step.doubleValue() <= MAX_STEPS + TOLERANCE)
                .findFirst()
                .orElseGet(() -> ONE.scaleByPowerOfTen(exponent + 1));
    }

    List<Double> ticks() {
        return LongStream.rangeClosed(firstTick, lastTick)
                .mapToObj(tick -> step.multiply(BigDecimal.valueOf(tick)).doubleValue())
                .toList();
    }

    /** With as many decimals as tell two ticks apart. */
    String label(double tick) {
        return String.format(Locale.ROOT, "%,." + Math.max(0, step.scale()) + "f", tick);
    }

    /** Where a value lies: 0 at the beginning of the axis, 1 at its end. */
    double fraction(double value) {
        return (value / step.doubleValue() - firstTick) / (lastTick - firstTick);
    }
}
