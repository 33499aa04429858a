package io.pilotlight.tests.model.tabular;

import java.util.Map;

/**
 * How likely a made-up transaction is fraud: the truth that {@link Training} has to find. Fraud has five patterns, and each
 * of them is several things at once, none of which says much alone: no single feature ranks transactions well.
 */
final class FraudRule {

    /** The log-odds of fraud with a faultless merchant where no pattern is met: 1 of 1,000 transactions. */
    private static final double UNSUSPICIOUS = -7;

    /** What a pattern that is met in full adds: with a usual merchant, fraud in 19 of 20 transactions. */
    private static final double SUSPICIOUS = 9;

    private final Map<Feature, Double> values;

    /** About a transaction whose features are as they were before they are standardised. */
    FraudRule(Map<Feature, Double> values) {
        this.values = values;
    }

    /** Between 0 and 1. */
    double probability() {
        double unmet = (1 - stolenCard())
                * (1 - copiedCard())
                * (1 - cardTesting())
                * (1 - stolenIdentity())
                * (1 - easilySold());
        return Sigmoid.of(UNSUSPICIOUS + value(Feature.MERCHANT_FRAUD_RATE) + SUSPICIOUS * (1 - unmet));
    }

    /** A stolen card: much more than usual, at night. */
    private double stolenCard() {
        return above(Feature.AMOUNT_TO_USUAL, 1.0) * above(Feature.HOUR_COSINE, 0.4);
    }

    /** A copied card: present where its owner cannot be, by its magnetic stripe or abroad. */
    private double copiedCard() {
        return above(Feature.SPEED, 5.5) * either(value(Feature.MAGNETIC_STRIPE), value(Feature.ABROAD));
    }

    /** Stolen numbers are tried out: several small payments in a row, online. */
    private double cardTesting() {
        return above(Feature.COUNT_OF_HOUR, 1.2) * (1 - above(Feature.AMOUNT_TO_USUAL, 0.3)) * value(Feature.ONLINE);
    }

    /** A stolen identity: a new card, an unknown merchant, online, not for little. */
    private double stolenIdentity() {
        return (1 - above(Feature.AGE_OF_CARD, 3.7))
                * value(Feature.NEW_MERCHANT)
                * value(Feature.ONLINE)
                * above(Feature.AMOUNT, 3);
    }

    /** Goods that are easily sold again, far from home. */
    private double easilySold() {
        return either(value(Feature.ELECTRONICS), value(Feature.JEWELLERY)) * above(Feature.DISTANCE_FROM_HOME, 4);
    }

    /** Whether the feature is above a threshold: softly, 0.5 being at it. */
    private double above(Feature feature, double threshold) {
        return Sigmoid.of(8 * (value(feature) - threshold));
    }

    private static double either(double one, double other) {
        return Math.max(one, other);
    }

    private double value(Feature feature) {
        Double value = values.get(feature);
        if (value == null) {
            throw new IllegalStateException("the rule needs " + feature + ", which has not been drawn yet");
        }
        return value;
    }
}
