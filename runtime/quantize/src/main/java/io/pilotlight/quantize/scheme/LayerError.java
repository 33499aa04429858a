package io.pilotlight.quantize.scheme;

import java.util.List;
import java.util.function.UnaryOperator;

/** What quantizing does to a layer's results, computed in plain Java. */
final class LayerError {

    private static final int LARGEST = 127;

    private LayerError() {}

    /**
     * The length of the difference of the results, of the length of the results.
     *
     * @param weights (rows, columns)
     */
    static double of(List<float[]> inputs, float[] weights, int rows, int columns, Activation activation) {
        return switch (activation) {
            case Activation.Unchanged() -> 0;
            case Activation.PerTensor ignored ->
                throw new IllegalArgumentException("convolutions have an operator of their own");
            case Activation.Half() -> throw new IllegalArgumentException("half precision is not a matter of layers");
            case Activation.PerBlock ignored ->
                throw new IllegalArgumentException("weights in blocks are compared as blocks");
            case Activation.PerToken() -> perToken(inputs, weights, rows, columns, LayerError::perToken);
            case Activation.PerTokenAbove above ->
                perToken(inputs, weights, rows, columns, row -> perTokenAbove(row, above));
            case Activation.PerChannel(float[] middles, float[] limits) -> {
                float[] rounded = Int8Weights.of(scaled(weights, limits, columns), rows, columns)
                        .restored();
                float[] ofMiddles = product(middles, weights, columns);
                yield relative(
                        products(inputs, weights, columns),
                        inputs.stream()
                                .map(row -> perChannel(ChannelMiddles.subtracted(row, middles), limits))
                                .map(row -> sum(product(row, rounded, columns), ofMiddles))
                                .toList());
            }
        };
    }

    private static float[] sum(float[] first, float[] second) {
        float[] sum = new float[first.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = first[i] + second[i];
        }
        return sum;
    }

    private static double perToken(
            List<float[]> inputs, float[] weights, int rows, int columns, UnaryOperator<float[]> rounding) {
        float[] rounded = Int8Weights.of(weights, rows, columns).restored();
        return compare(inputs, weights, inputs.stream().map(rounding).toList(), rounded, columns);
    }

    /** The weights for inputs that count in steps of their channels' scales. */
    static float[] scaled(float[] weights, float[] limits, int columns) {
        float[] scaled = new float[weights.length];
        for (int place = 0; place < scaled.length; place++) {
            scaled[place] = weights[place] * (limits[place / columns] / LARGEST);
        }
        return scaled;
    }

    static float[] perToken(float[] row) {
        float largest = 0;
        for (float value : row) {
            largest = Math.max(largest, Math.abs(value));
        }
        float[] rounded = new float[row.length];
        for (int i = 0; i < row.length && largest > 0; i++) {
            rounded[i] = (float) Math.rint(row[i] / largest * LARGEST) / LARGEST * largest;
        }
        return rounded;
    }

    static float[] perTokenAbove(float[] row, Activation.PerTokenAbove above) {
        float largest = above.leastLargest();
        for (float value : row) {
            largest = Math.max(largest, value);
        }
        float[] rounded = new float[row.length];
        for (int i = 0; i < row.length; i++) {
            double steps = Math.rint(row[i] / largest * Activation.PerTokenAbove.STEPS_ABOVE);
            rounded[i] = (float) Math.max(steps, -Activation.PerTokenAbove.STEPS_BELOW)
                    / Activation.PerTokenAbove.STEPS_ABOVE
                    * largest;
        }
        return rounded;
    }

    private static float[] perChannel(float[] row, float[] limits) {
        float[] steps = new float[row.length];
        for (int i = 0; i < row.length; i++) {
            steps[i] = (float) Math.clamp(Math.rint(row[i] * (LARGEST / limits[i])), -LARGEST - 1, LARGEST);
        }
        return steps;
    }

    static double compare(
            List<float[]> inputs, float[] weights, List<float[]> roundedInputs, float[] roundedWeights, int columns) {
        return relative(products(inputs, weights, columns), products(roundedInputs, roundedWeights, columns));
    }

    private static double relative(List<float[]> exact, List<float[]> rounded) {
        double difference = 0;
        double length = 0;
        for (int row = 0; row < exact.size(); row++) {
            for (int column = 0; column < exact.get(row).length; column++) {
                double value = exact.get(row)[column];
                double off = value - rounded.get(row)[column];
                difference += off * off;
                length += value * value;
            }
        }
        return length == 0 ? 0 : Math.sqrt(difference / length);
    }

    private static List<float[]> products(List<float[]> rows, float[] weights, int columns) {
        return rows.stream().map(row -> product(row, weights, columns)).toList();
    }

    private static float[] product(float[] row, float[] weights, int columns) {
        float[] result = new float[columns];
        for (int k = 0; k < row.length; k++) {
            float value = row[k];
            int start = k * columns;
            for (int column = 0; column < columns; column++) {
                result[column] += value * weights[start + column];
            }
        }
        return result;
    }
}
