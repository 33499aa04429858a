package io.pilotlight.tests.model.tabular;

/** Log-odds as a probability. */
final class Sigmoid {

    private Sigmoid() {}

    /** The same bits on every machine, which {@code Math.exp} does not promise; a trained model depends on each of them. */
    static double of(double logOdds) {
        return 1 / (1 + StrictMath.exp(-logOdds));
    }
}
