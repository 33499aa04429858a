package io.pilotlight.quantize.scheme;

/**
 * A matrix of weights in blocks of {@value #BLOCK} along its rows, each with a scale of its own: what {@code MatMulNBits} takes.
 * Values are stored from zero up, with the middle for zero.
 *
 * @param values (columns, blocks, bytes of a block); of 4 bits the first of two lies in the low half of a byte
 * @param scales what one step is worth, (columns, blocks)
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record WeightBlocks(byte[] values, float[] scales, int bits, int rows, int columns) {

    /** The fewest that ONNX Runtime has fast kernels for: more weights sharing a scale are less accurate. */
    public static final int BLOCK = 32;

    /**
     * Rounds weights.
     *
     * @param weights (rows, columns)
     * @param bits 4 or 8
     */
    public static WeightBlocks of(float[] weights, int rows, int columns, int bits) {
        int blocks = blocks(rows);
        int blockBytes = BLOCK * bits / Byte.SIZE;
        int middle = 1 << (bits - 1);
        byte[] values = new byte[columns * blocks * blockBytes];
        float[] scales = new float[columns * blocks];
        for (int column = 0; column < columns; column++) {
            for (int block = 0; block < blocks; block++) {
                float scale = scale(weights, rows, columns, column, block, middle);
                scales[column * blocks + block] = scale;
                for (int i = 0; i < BLOCK; i++) {
                    int row = block * BLOCK + i;
                    float weight = row < rows ? weights[row * columns + column] : 0;
                    int value = (int) Math.clamp(Math.rint(weight / scale) + middle, 0, 2 * middle - 1);
                    int place = (column * blocks + block) * blockBytes + i * bits / Byte.SIZE;
                    int shift = bits == Byte.SIZE ? 0 : bits * (i % 2);
                    values[place] |= (byte) (value << shift);
                }
            }
        }
        return new WeightBlocks(values, scales, bits, rows, columns);
    }

    static int blocks(int rows) {
        return (rows + BLOCK - 1) / BLOCK;
    }

    /** The weight of largest magnitude gets the end of the range that reaches one step farther: -8 of -8 to 7. */
    private static float scale(float[] weights, int rows, int columns, int column, int block, int middle) {
        float extreme = 0;
        for (int row = block * BLOCK; row < Math.min(rows, (block + 1) * BLOCK); row++) {
            float weight = weights[row * columns + column];
            extreme = Math.abs(weight) > Math.abs(extreme) ? weight : extreme;
        }
        return Math.abs(extreme) < Float.MIN_NORMAL ? 1 : extreme / -middle;
    }

    /** The weights that the values stand for, (rows, columns). */
    public float[] restored() {
        int blocks = blocks(rows);
        int middle = 1 << (bits - 1);
        int blockBytes = BLOCK * bits / Byte.SIZE;
        float[] restored = new float[rows * columns];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int block = row / BLOCK;
                int i = row % BLOCK;
                int stored = values[(column * blocks + block) * blockBytes + i * bits / Byte.SIZE] & 0xff;
                int value = bits == Byte.SIZE ? stored : (stored >> (bits * (i % 2))) & 0xf;
                restored[row * columns + column] = (value - middle) * scales[column * blocks + block];
            }
        }
        return restored;
    }
}
