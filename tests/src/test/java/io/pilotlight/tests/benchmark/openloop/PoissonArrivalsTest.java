package io.pilotlight.tests.benchmark.openloop;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

final class PoissonArrivalsTest {

    private static final double PER_SECOND = 2_000;
    private static final double MEAN_GAP_NANOS = 500_000;
    private static final int COUNT = 50_000;

    private static long[] arrivals(long seed) {
        PoissonArrivals arrivals = new PoissonArrivals(PER_SECOND, seed);
        return LongStream.generate(arrivals::nextNanos).limit(COUNT).toArray();
    }

    private static double[] gaps(long seed) {
        long[] arrivals = arrivals(seed);
        double[] gaps = new double[COUNT];
        for (int i = 0; i < COUNT; i++) {
            gaps[i] = arrivals[i] - (i == 0 ? 0 : arrivals[i - 1]);
        }
        return gaps;
    }

    private static double mean(double[] values) {
        return DoubleStream.of(values).average().orElseThrow();
    }

    @Test
    void areAsManyAsTheRateSays() {
        assertThat(mean(gaps(1))).isCloseTo(MEAN_GAP_NANOS, within(0.02 * MEAN_GAP_NANOS));
    }

    @Test
    void haveGapsThatVaryAsMuchAsTheyLast() {
        double[] gaps = gaps(1);
        double mean = mean(gaps);
        double deviation = Math.sqrt(mean(
                DoubleStream.of(gaps).map(gap -> (gap - mean) * (gap - mean)).toArray()));
        assertThat(deviation / mean).isCloseTo(1, within(0.02));
    }

    @Test
    void haveGapsOfWhichOneInEIsLongerThanTheMean() {
        double longer =
                DoubleStream.of(gaps(1)).filter(gap -> gap > MEAN_GAP_NANOS).count();
        assertThat(longer / COUNT).isCloseTo(1 / Math.E, within(0.01));
    }

    @Test
    void areTheSameForTheSameSeedOnly() {
        assertThat(arrivals(1)).isEqualTo(arrivals(1));
        assertThat(Arrays.equals(arrivals(1), arrivals(2))).isFalse();
    }
}
