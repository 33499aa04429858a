package io.pilotlight.tests.benchmark.report;

import java.io.Serial;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.ToDoubleFunction;

/** A sorted sample of measured values of one unit. */
public final class Distribution implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final double[] sorted;

    private Distribution(double[] sorted) {
        this.sorted = sorted;
    }

    public static Distribution of(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Distribution(sorted);
    }

    public static Distribution of(Collection<Double> values) {
        return of(values, Double::doubleValue);
    }

    /** Of one figure of each of them. */
    public static <T> Distribution of(Collection<T> measured, ToDoubleFunction<? super T> figure) {
        return of(measured.stream().mapToDouble(figure).toArray());
    }

    public static Distribution union(Collection<Distribution> parts) {
        return of(parts.stream()
                .flatMapToDouble(part -> Arrays.stream(part.sorted))
                .toArray());
    }

    public double min() {
        return quantile(0);
    }

    public double median() {
        return quantile(0.5);
    }

    public double max() {
        return quantile(1);
    }

    /** The value below which this fraction of the sample lies, interpolated between neighbours; NaN if it is empty. */
    public double quantile(double fraction) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double position = fraction * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
