package io.pilotlight.tests.model.tabular;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;

/**
 * Made-up card transactions, each of another card, of which {@link FraudRule} makes about one in twenty fraud. What
 * belongs together is drawn together: the sums of the last hour, day and week follow from their counts and from what the
 * owner usually spends, the speed from the distance and the time.
 */
public final class Transactions {

    private static final String ALGORITHM = "L64X128MixRandom";

    private final RandomGenerator random;
    private final Map<Feature, Double> values = new EnumMap<>(Feature.class);

    private Transactions(RandomGenerator random) {
        this.random = random;
    }

    /** So many transactions; the same ones for the same seed, and others for another. */
    public static List<Transaction> generate(long seed, int count) {
        RandomGenerator random = RandomGeneratorFactory.of(ALGORITHM).create(seed);
        return Stream.generate(() -> new Transactions(random).draw())
                .limit(count)
                .toList();
    }

    private Transaction draw() {
        double usualAmount = logNormal(3.4, 0.6);
        drawAmount(usualAmount);
        drawTime();
        double minutes = drawRecent(usualAmount);
        drawPlace(minutes);
        drawAges();
        drawMerchant();
        drawOneOf(Feature.CHIP, Feature.CONTACTLESS, Feature.ONLINE, Feature.MAGNETIC_STRIPE);
        return Transaction.of(values, random.nextDouble() < new FraudRule(values).probability());
    }

    private void drawAmount(double usualAmount) {
        double ratio = logNormal(0, 0.8);
        putLogarithm(Feature.AMOUNT, usualAmount * ratio);
        values.put(Feature.AMOUNT_TO_USUAL, StrictMath.log(ratio));
    }

    private void drawTime() {
        double hour = random.nextDouble() < 0.8 ? random.nextGaussian(14, 4) : random.nextDouble(24);
        double angle = hour / 24 * 2 * Math.PI;
        values.put(Feature.HOUR_SINE, StrictMath.sin(angle));
        values.put(Feature.HOUR_COSINE, StrictMath.cos(angle));
        drawWhether(Feature.WEEKEND);
    }

    /** What the card did of late; returns the minutes since it was last used. */
    private double drawRecent(double usualAmount) {
        double perDay = logNormal(0.5, 0.6);
        int burst = random.nextDouble() < 0.05 ? random.nextInt(2, 8) : 0;
        int ofHour = burst + poisson(perDay / 24);
        int ofDay = ofHour + poisson(perDay);
        int ofWeek = ofDay + poisson(6 * perDay);
        putRecent(Feature.COUNT_OF_HOUR, Feature.SUM_OF_HOUR, ofHour, usualAmount);
        putRecent(Feature.COUNT_OF_DAY, Feature.SUM_OF_DAY, ofDay, usualAmount);
        putRecent(Feature.COUNT_OF_WEEK, Feature.SUM_OF_WEEK, ofWeek, usualAmount);
        putLogarithm(Feature.DECLINED_OF_DAY, poisson(burst > 0 ? 0.8 : 0.1));
        double minutes = ofHour > 0 ? random.nextDouble(60.0 / ofHour) : 60 + random.nextExponential() * 1440 / perDay;
        putLogarithm(Feature.TIME_SINCE_LAST, minutes);
        return minutes;
    }

    private void putRecent(Feature count, Feature sum, int transactions, double usualAmount) {
        putLogarithm(count, transactions);
        putLogarithm(sum, transactions * usualAmount * logNormal(0, 0.3));
    }

    private void drawPlace(double minutesSinceLast) {
        boolean abroad = drawWhether(Feature.ABROAD);
        double kilometres = abroad ? logNormal(7, 0.6) : logNormal(1.5, 1.5);
        double before = random.nextDouble() < 0.7 ? kilometres * random.nextDouble() : logNormal(1.5, 1.5);
        putLogarithm(Feature.DISTANCE_FROM_HOME, kilometres);
        putLogarithm(Feature.SPEED, Math.abs(kilometres - before) / Math.max(minutesSinceLast, 5) * 60);
    }

    private void drawAges() {
        double days = logNormal(6.5, 1.2);
        putLogarithm(Feature.AGE_OF_ACCOUNT, days);
        putLogarithm(Feature.AGE_OF_CARD, days * random.nextDouble());
    }

    private void drawMerchant() {
        drawOneOf(
                Feature.GROCERIES,
                Feature.FUEL,
                Feature.RESTAURANT,
                Feature.TRAVEL,
                Feature.ELECTRONICS,
                Feature.JEWELLERY,
                Feature.GAMBLING,
                Feature.SERVICES);
        drawWhether(Feature.NEW_MERCHANT);
        putLogarithm(Feature.MERCHANT_FRAUD_RATE, logNormal(0.6, 0.8));
    }

    private boolean drawWhether(Feature feature) {
        boolean yes = random.nextDouble() < feature.share();
        values.put(feature, yes ? 1.0 : 0.0);
        return yes;
    }

    /** Sets exactly one of them to 1; their shares are 1 together. */
    private void drawOneOf(Feature... features) {
        double left = random.nextDouble();
        for (Feature feature : features) {
            values.put(feature, left >= 0 && left < feature.share() ? 1.0 : 0.0);
            left -= feature.share();
        }
    }

    private void putLogarithm(Feature feature, double value) {
        values.put(feature, StrictMath.log1p(value));
    }

    private double logNormal(double mean, double deviation) {
        return StrictMath.exp(random.nextGaussian(mean, deviation));
    }

    /** How often something happens that does so this often on average: Knuth's way, for a mean that is small. */
    private int poisson(double mean) {
        double end = StrictMath.exp(-mean);
        int count = 0;
        for (double product = random.nextDouble(); product > end; product *= random.nextDouble()) {
            count++;
        }
        return count;
    }
}
