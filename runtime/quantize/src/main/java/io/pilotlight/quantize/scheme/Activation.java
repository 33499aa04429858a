package io.pilotlight.quantize.scheme;

/** How what a layer reads becomes bytes. None of the ways looks at another row than the one it rounds. */
public sealed interface Activation {

    /** Every token by its own largest magnitude, found while running. */
    record PerToken() implements Activation {}

    /**
     * Every token by its own largest value, found while running, where little lies below zero: most bytes are for what is above.
     *
     * @param below how far below zero a value can be, whatever the input
     */
    record PerTokenAbove(float below) implements Activation {

        /** Bytes for what lies below zero. */
        static final int STEPS_BELOW = 16;

        /** Bytes for what lies above. */
        static final int STEPS_ABOVE = 255 - STEPS_BELOW;

        public PerTokenAbove {
            if (below <= 0) {
                throw new IllegalArgumentException("below: expected a positive distance from zero, got " + below);
            }
        }

        /** The largest value that a token is taken to have at least, so that what is below zero fits its bytes. */
        float leastLargest() {
            return below * STEPS_ABOVE / STEPS_BELOW;
        }
    }

    /**
     * Every channel by where it lies and how far it goes from there, which is known before.
     *
     * @param middles for each channel, what bytes of zero stand for
     * @param limits for each channel, how far from its middle it may go; what lies beyond is cut off
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record PerChannel(float[] middles, float[] limits) implements Activation {

        /** Around zero. */
        PerChannel(float[] limits) {
            this(new float[limits.length], limits);
        }

        boolean isCentred() {
            for (float middle : middles) {
                if (middle != 0) {
                    return true;
                }
            }
            return false;
        }
    }

    /**
     * By the kernel, block by block of the token, beside weights in blocks.
     *
     * @param weightBits of the weights
     */
    record PerBlock(int weightBits) implements Activation {}

    /** By fixed ranges of what is read and of what is computed. */
    record PerTensor(ByteRange input, ByteRange output) implements Activation {}

    /** In half precision, as everything else of the model. */
    record Half() implements Activation {}

    /** Not at all: the layer stays in floats. */
    record Unchanged() implements Activation {}
}
