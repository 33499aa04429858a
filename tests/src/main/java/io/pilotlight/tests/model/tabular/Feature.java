package io.pilotlight.tests.model.tabular;

/**
 * What is known of a card transaction when it has to be scored, in the order of the model's columns. Each is standardised
 * by the mean and the deviation stated here, which belong to {@link Transactions} and not to any bank; amounts, times,
 * distances and counts {@code x} are taken as {@code ln(1 + x)} before, yes and no as 1 and 0.
 */
public enum Feature {
    /** In euros. */
    AMOUNT(3.4, 1.0),
    /** The natural logarithm of the amount over what the card's owner usually spends at once. */
    AMOUNT_TO_USUAL(0, 0.8),
    /** Of the time of day as an angle, midnight being 0: 23:59 and 00:01 are neighbours. */
    HOUR_SINE(-0.2, 0.65),
    HOUR_COSINE(-0.4, 0.6),
    WEEKEND(0.29, 0.45),

    /** In kilometres. */
    DISTANCE_FROM_HOME(2.1, 1.7),
    ABROAD(0.05, 0.22),
    /** How fast the card must have travelled since its last transaction, in km/h. */
    SPEED(0.95, 1.45),
    /** In minutes. */
    TIME_SINCE_LAST(5.9, 1.7),

    COUNT_OF_HOUR(0.15, 0.42),
    COUNT_OF_DAY(1.0, 0.65),
    COUNT_OF_WEEK(2.5, 0.65),
    /** In euros, as the two below. */
    SUM_OF_HOUR(0.5, 1.4),
    SUM_OF_DAY(3.3, 1.9),
    SUM_OF_WEEK(5.8, 1.1),
    DECLINED_OF_DAY(0.1, 0.26),

    /** In days, as the one below. */
    AGE_OF_ACCOUNT(6.5, 1.2),
    AGE_OF_CARD(5.5, 1.5),
    NEW_MERCHANT(0.35, 0.48),
    /** Of 1,000 transactions with this merchant, so many were fraud. */
    MERCHANT_FRAUD_RATE(1.1, 0.55),

    GROCERIES(0.3, 0.46),
    FUEL(0.12, 0.32),
    RESTAURANT(0.2, 0.4),
    TRAVEL(0.08, 0.27),
    ELECTRONICS(0.08, 0.27),
    JEWELLERY(0.03, 0.17),
    GAMBLING(0.04, 0.2),
    SERVICES(0.15, 0.36),

    CHIP(0.25, 0.43),
    CONTACTLESS(0.4, 0.49),
    ONLINE(0.3, 0.46),
    MAGNETIC_STRIPE(0.05, 0.22);

    private final double mean;
    private final double deviation;

    Feature(double mean, double deviation) {
        this.mean = mean;
        this.deviation = deviation;
    }

    /** Of a feature that is 1 or 0: how often it is 1. */
    double share() {
        return mean;
    }

    /** As the model takes it: about 0 on average, with a deviation of about 1. */
    float standardised(double value) {
        return (float) ((value - mean) / deviation);
    }
}
