package io.pilotlight.quantize.scheme;

/**
 * A matrix of weights as int8, a scale for each column (output channel), symmetric. Scales are chosen so that no kernel
 * saturates: processors without instructions for dot products of bytes (x86 before VNNI) add two neighbouring products of an
 * unsigned and a signed byte in 16 bits. With the two weights of a pair at 128 together, 255 · 128 fits. Few pairs need it, so it
 * costs less than weights of seven bits, which is the usual remedy.
 *
 * @param values (rows, columns)
 * @param scales what one step is worth, for each column
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Int8Weights(byte[] values, float[] scales, int rows, int columns) {

    private static final int LARGEST = 127;

    /** What the magnitudes of two neighbouring weights of one sign may come to, before they are rounded. */
    private static final float LARGEST_PAIR = 127.4f;

    /**
     * Rounds weights.
     *
     * @param weights (rows, columns)
     */
    public static Int8Weights of(float[] weights, int rows, int columns) {
        float[] scales = scales(weights, rows, columns);
        byte[] values = new byte[weights.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int place = row * columns + column;
                double steps = Math.rint(weights[place] / scales[column]);
                values[place] = (byte) Math.clamp(steps, -LARGEST, LARGEST);
            }
        }
        return new Int8Weights(values, scales, rows, columns);
    }

    private static float[] scales(float[] weights, int rows, int columns) {
        float[] scales = new float[columns];
        for (int row = 0; row < rows; row += 2) {
            for (int column = 0; column < columns; column++) {
                float first = weights[row * columns + column];
                float second = row + 1 < rows ? weights[(row + 1) * columns + column] : 0;
                float largest = Math.max(Math.abs(first), Math.abs(second)) / LARGEST;
                float pair =
                        Math.max(Math.max(first, 0) + Math.max(second, 0), Math.max(-first, 0) + Math.max(-second, 0))
                                / LARGEST_PAIR;
                scales[column] = Math.max(scales[column], Math.max(largest, pair));
            }
        }
        for (int column = 0; column < columns; column++) {
            // A column of zeros stays one whatever its scale is.
            scales[column] = scales[column] < Float.MIN_NORMAL ? 1 : scales[column];
        }
        return scales;
    }

    /** The weights that the bytes stand for, (rows, columns). */
    public float[] restored() {
        float[] restored = new float[values.length];
        for (int place = 0; place < restored.length; place++) {
            restored[place] = values[place] * scales[place % columns];
        }
        return restored;
    }
}
