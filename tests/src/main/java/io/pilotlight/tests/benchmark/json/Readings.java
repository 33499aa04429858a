package io.pilotlight.tests.benchmark.json;

import io.pilotlight.tests.benchmark.process.Question;
import io.pilotlight.tests.benchmark.report.Distribution;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.function.ToDoubleFunction;

/**
 * What {@link ReaderProcess} is asked: to read numbers of a kind by all readers in turns.
 *
 * @param warmUp how long they do so before it counts
 * @param rounds in each of which every reader reads the body once
 */
record Readings(NumberKind numbers, Duration warmUp, int rounds) implements Question<Readings.Times> {
    @Override
    public Class<Times> answerType() {
        return Times.class;
    }

    /** The milliseconds that each reader needed. */
    record Round(double tokens, double numbers, double ours) implements Serializable {

        double of(Reader reader) {
            return switch (reader) {
                case TOKENS -> tokens;
                case NUMBERS -> numbers;
                case OURS -> ours;
            };
        }
    }

    /**
     * What came out.
     *
     * @param bodyBytes the length of the body
     */
    record Times(int bodyBytes, ArrayList<Round> rounds) implements Serializable {

        Distribution millis(Reader reader) {
            return distribution(round -> round.of(reader));
        }

        /** How many times as long a reader took as another, round by round. */
        Distribution ratio(Reader reader, Reader to) {
            return distribution(round -> round.of(reader) / round.of(to));
        }

        private Distribution distribution(ToDoubleFunction<Round> value) {
            return Distribution.of(rounds, value);
        }
    }
}
