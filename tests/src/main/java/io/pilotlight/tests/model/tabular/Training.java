package io.pilotlight.tests.model.tabular;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Makes a {@link Perceptron} of labelled transactions: mini-batches, cross-entropy, backpropagation on one thread. All sums
 * are taken in one order and nothing depends on the machine, so the same seed and transactions give the same weights.
 */
final class Training {

    private static final int[] HIDDEN = {64, 32};
    private static final int BATCH = 64;
    private static final int EPOCHS = 3;
    private static final String ALGORITHM = "L64X128MixRandom";

    private final List<LearningLayer> layers = new ArrayList<>();
    private int steps;

    private Training(int features, RandomGenerator random) {
        int inputs = features;
        for (int outputs : HIDDEN) {
            layers.add(new LearningLayer(inputs, outputs, random));
            inputs = outputs;
        }
        layers.add(new LearningLayer(inputs, 1, random));
    }

    /** The seed is for the first weights; the transactions are taken in the order given. */
    static Perceptron train(List<Transaction> transactions, long seed) {
        RandomGenerator random = RandomGeneratorFactory.of(ALGORITHM).create(seed);
        Training training = new Training(transactions.getFirst().features().length, random);
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            training.epoch(transactions);
        }
        return new Perceptron(training.layers.stream().map(LearningLayer::layer).toList());
    }

    private void epoch(List<Transaction> transactions) {
        for (int start = 0; start < transactions.size(); start += BATCH) {
            batch(transactions.subList(start, Math.min(start + BATCH, transactions.size())));
        }
    }

    private void batch(List<Transaction> transactions) {
        transactions.forEach(this::example);
        steps++;
        layers.forEach(layer -> layer.step(steps, transactions.size()));
    }

    private void example(Transaction transaction) {
        List<float[]> inputs = new ArrayList<>(); // of each layer
        inputs.add(transaction.features());
        for (LearningLayer layer : layers.subList(0, layers.size() - 1)) {
            inputs.add(Perceptron.relu(layer.layer().apply(inputs.getLast())));
        }
        float logOdds = layers.getLast().layer().apply(inputs.getLast())[0];
        learn(inputs, (float) (Sigmoid.of(logOdds) - (transaction.fraud() ? 1 : 0)));
    }

    /** From the last layer to the first; the slope is the loss's by the log-odds. */
    private void learn(List<float[]> inputs, float slope) {
        float[] delta = {slope};
        for (int i = layers.size() - 1; i > 0; i--) {
            layers.get(i).learn(inputs.get(i), delta);
            delta = layers.get(i).deltaBefore(inputs.get(i), delta);
        }
        layers.getFirst().learn(inputs.getFirst(), delta);
    }
}
