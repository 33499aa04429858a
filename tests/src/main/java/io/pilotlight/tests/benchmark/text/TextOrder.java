package io.pilotlight.tests.benchmark.text;

import java.io.Serializable;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Which of the {@link Texts} the requests of a load ask for, one after the other. */
public sealed interface TextOrder extends Serializable {

    /** The index of the text of the request at this position, from 0 on: always the same. */
    long textAt(long position);

    /** Each another one. */
    record Distinct(long first) implements TextOrder {
        @Override
        public long textAt(long position) {
            return first + position;
        }
    }

    /** The same ones, again and again. */
    record Cycle(long first, int texts) implements TextOrder {
        @Override
        public long textAt(long position) {
            return first + position % texts;
        }
    }

    /**
     * As often as Zipf's law of exponent 1 has it: the text at rank r in proportion to 1 / r. Which one is drawn by a generator of
     * its own for each position.
     *
     * @param cumulated at each index, how probable that text and those before it are together
     * @param skipped positions that an earlier load had
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Zipf(long first, double[] cumulated, long skipped) implements TextOrder {
        private static final long SEED = 20_261_124L;
        private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

        public static Zipf of(long first, int texts) {
            double[] cumulated = new double[texts];
            double sum = 0;
            for (int i = 0; i < texts; i++) {
                sum += 1.0 / (i + 1);
                cumulated[i] = sum;
            }
            double all = sum;
            Arrays.setAll(cumulated, i -> cumulated[i] / all);
            return new Zipf(first, cumulated, 0);
        }

        /** What follows so many positions. */
        public Zipf after(long positions) {
            return new Zipf(first, cumulated, skipped + positions);
        }

        @Override
        public long textAt(long position) {
            double drawn = new SplittableRandom(SEED + GOLDEN_GAMMA * (skipped + position)).nextDouble();
            int found = Arrays.binarySearch(cumulated, drawn);
            return first + Math.min(found < 0 ? -found - 1 : found + 1, cumulated.length - 1);
        }
    }
}
