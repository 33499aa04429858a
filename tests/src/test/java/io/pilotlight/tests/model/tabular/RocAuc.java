package io.pilotlight.tests.model.tabular;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How well scores rank: the probability that a fraudulent transaction, taken at random, has a higher score than an honest
 * one. 0.5 is guessing. Also the area under the ROC curve, hence the name.
 */
final class RocAuc {

    private RocAuc() {}

    /** The Mann-Whitney U statistic over all pairs; where scores are equal, a pair counts half. */
    static double of(List<Transaction> transactions, ToDoubleFunction<Transaction> score) {
        List<Scored> ascending = transactions.stream()
                .map(transaction -> new Scored(score.applyAsDouble(transaction), transaction.fraud()))
                .sorted(Comparator.comparingDouble(Scored::score))
                .toList();
        long frauds = ascending.stream().filter(Scored::fraud).count();
        double pairs = 0;
        long honestBelow = 0;
        for (int start = 0; start < ascending.size(); ) {
            int end = endOfEqual(ascending, start);
            long fraudsHere =
                    ascending.subList(start, end).stream().filter(Scored::fraud).count();
            long honestHere = end - start - fraudsHere;
            pairs += fraudsHere * (honestBelow + honestHere / 2.0);
            honestBelow += honestHere;
            start = end;
        }
        return pairs / ((double) frauds * (ascending.size() - frauds));
    }

    private static int endOfEqual(List<Scored> ascending, int start) {
        int end = start;
        while (end < ascending.size()
                && ascending.get(end).score() == ascending.get(start).score()) {
            end++;
        }
        return end;
    }

    private record Scored(double score, boolean fraud) {}
}
