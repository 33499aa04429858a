package io.pilotlight.tests.benchmark;

import java.io.Serial;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Collection;

/** A sorted sample of measured values of one unit. */
final class Distribution implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final double[] sorted;

    private Distribution(double[] sorted) {
        this.sorted = sorted;
    }

    static Distribution of(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Distribution(sorted);
    }

    static Distribution of(Collection<Double> values) {
        return of(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    static Distribution union(Collection<Distribution> parts) {
        return of(parts.stream()
                .flatMapToDouble(part -> Arrays.stream(part.sorted))
                .toArray());
    }

    double min() {
        return quantile(0);
    }

    double median() {
        return quantile(0.5);
    }

    double max() {
        return quantile(1);
    }

    /** The value below which this fraction of the sample lies, interpolated between neighbours; NaN if it is empty. */
    double quantile(double fraction) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double position = fraction * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
