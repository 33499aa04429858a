package io.pilotlight.quantize.scheme;

import io.pilotlight.quantize.run.Observation;

/**
 * Which numbers the bytes of a tensor stand for: (byte - zero point) · scale.
 *
 * @param scale what one step is worth
 * @param zeroPoint the byte for 0, from 0 to 255
 */
record ByteRange(float scale, int zeroPoint) {

    private static final int STEPS = 255;
    private static final double ROOM = 1.05;
    private static final double STEPS_PER_OCTAVE = 16;

    /** Of what was seen, with a little room, on a grid that hides the last bits of what was seen. */
    static ByteRange of(Observation observation) {
        double range = ROOM * Math.max(observation.highest() - observation.lowest(), Float.MIN_NORMAL * STEPS * STEPS);
        double octaves = StrictMath.log(range / STEPS) / StrictMath.log(2);
        float scale = (float) StrictMath.pow(2, Math.ceil(octaves * STEPS_PER_OCTAVE) / STEPS_PER_OCTAVE);
        return new ByteRange(scale, (int) Math.clamp(Math.rint(-observation.lowest() / scale), 0, STEPS));
    }
}
