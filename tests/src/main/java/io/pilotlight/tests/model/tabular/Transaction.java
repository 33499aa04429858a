package io.pilotlight.tests.model.tabular;

import io.pilotlight.api.Shape;
import io.pilotlight.api.Tensor;

import java.util.List;
import java.util.Map;

/**
 * A card transaction as the model sees it, and what it turned out to be.
 *
 * @param features (32), standardised, in the order of {@link Feature}; not copied, and not to be changed
 * @param fraud what the model has to guess
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Transaction(float[] features, boolean fraud) {

    public Transaction {
        if (features.length != Feature.values().length) {
            throw new IllegalArgumentException(
                    "transaction: expected " + Feature.values().length + " features, got " + features.length);
        }
    }

    /** One whose features are all given, as they were before they are standardised. */
    static Transaction of(Map<Feature, Double> values, boolean fraud) {
        Feature[] order = Feature.values();
        float[] features = new float[order.length];
        for (int i = 0; i < order.length; i++) {
            Double value = values.get(order[i]);
            if (value == null) {
                throw new IllegalArgumentException("transaction: " + order[i] + " is missing");
            }
            features[i] = order[i].standardised(value);
        }
        return new Transaction(features, fraud);
    }

    /** The model's input for some transactions, a row each: FP32 [n, 32]. */
    public static Tensor.Numeric tensor(List<Transaction> transactions) {
        int columns = Feature.values().length;
        float[] elements = new float[transactions.size() * columns];
        for (int row = 0; row < transactions.size(); row++) {
            System.arraycopy(transactions.get(row).features(), 0, elements, row * columns, columns);
        }
        return Tensor.of(Shape.of(transactions.size(), columns), elements);
    }
}
