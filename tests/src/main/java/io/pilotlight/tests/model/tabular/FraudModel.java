package io.pilotlight.tests.model.tabular;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The trained model as an ONNX file: for each row of {@link #INPUT}, FP32 [n, 32], the probability that it is fraud in
 * {@link #OUTPUT}, FP32 [n, 1]. Rows do not depend on each other.
 *
 * @param perceptron what the file says, in Java: the reference for its answers
 */
public record FraudModel(Perceptron perceptron) {
    /** Transactions, a row each, their columns in the order of {@link Feature}: FP32 [n, 32], standardised. */
    public static final String INPUT = "transaction";

    /** FP32 [n, 1], between 0 and 1. */
    public static final String OUTPUT = "fraud_probability";

    /** How many columns the input has. */
    public static final int FEATURES = Feature.values().length;

    /** What {@link #trained} has seen; whoever judges it takes transactions of another seed. */
    public static final long TRAINING_SEED = 20_250_917;

    private static final int TRANSACTIONS = 20_000;

    /** Trained by the first who asks, in a second or so, and the same for all after that. */
    public static FraudModel trained() {
        return Trained.MODEL;
    }

    /** Trains one with transactions and first weights of that seed. */
    static FraudModel train(long seed) {
        return new FraudModel(Training.train(Transactions.generate(seed, TRANSACTIONS), seed));
    }

    /** The file's content; the same bytes each time. */
    public byte[] toBytes() {
        return new PerceptronGraph(perceptron).toModel().toByteArray();
    }

    /** Writes it to a file, and returns that. */
    public Path write(Path file) throws IOException {
        return Files.write(file, toBytes());
    }

    /** Loaded, and so trained, when it is first asked for. */
    private static final class Trained {
        static final FraudModel MODEL = train(TRAINING_SEED);
    }
}
