package io.pilotlight.quantize.scheme;

import io.pilotlight.quantize.TinyModels;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class Int8WeightsTest {

    @Test
    void areOffByHalfAStepAtMost() {
        float[] weights = TinyModels.random(64 * 48, 3, 1);

        Int8Weights rounded = Int8Weights.of(weights, 64, 48);

        float[] restored = rounded.restored();
        for (int place = 0; place < weights.length; place++) {
            double off = Math.abs(weights[place] - restored[place]);
            assertThat(off).isLessThanOrEqualTo(0.5001 * rounded.scales()[place % 48]);
        }
    }

    /** The worst for a processor that adds two products in 16 bits: neighbours that are both as large as weights get. */
    @Test
    void leaveRoomForTwoProductsIn16Bits() {
        float[] weights = {1, -1, 1, -1, 0.2f, 0, 1, -1}; // (4, 2)

        byte[] values = Int8Weights.of(weights, 4, 2).values();

        for (int column = 0; column < 2; column++) {
            for (int row = 0; row < 4; row += 2) {
                int pair = 255 * (values[row * 2 + column] + values[(row + 1) * 2 + column]);
                assertThat(pair).isBetween((int) Short.MIN_VALUE, (int) Short.MAX_VALUE);
            }
        }
    }

    @Test
    void useTheWholeRangeWhereNeighboursAllowIt() {
        float[] weights = {1, 0, -0.5f, 0}; // (4, 1)

        assertThat(Int8Weights.of(weights, 4, 1).values()).containsExactly(127, 0, -64, 0);
    }

    @Test
    void ofZerosStayZeros() {
        assertThat(Int8Weights.of(new float[8], 4, 2).restored()).containsOnly(0);
    }
}
