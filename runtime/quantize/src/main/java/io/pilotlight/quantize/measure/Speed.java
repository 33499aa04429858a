package io.pilotlight.quantize.measure;

import io.pilotlight.api.Tensors;
import io.pilotlight.quantize.run.Runner;

import java.util.Arrays;
import java.util.List;

/**
 * How fast a model is beside another, in turns on the same samples, so that whatever else the machine does hits both.
 *
 * @param baseMillis the other's median time for a sample
 * @param millis its own
 * @param ratio the median over rounds of the other's time over its own: above 1 it is faster
 */
public record Speed(double baseMillis, double millis, double ratio) {

    private static final int ROUNDS = 15;
    private static final double NANOS_PER_MILLI = 1e6;

    /** What a round of the slower model may take. */
    private static final double ROUND_MILLIS = 250;

    public static Speed of(Runner base, Runner model, List<Tensors> samples) {
        List<Tensors> chosen = chosen(base, samples);
        double[] baseTimes = new double[ROUNDS];
        double[] times = new double[ROUNDS];
        double[] ratios = new double[ROUNDS];
        time(model, chosen);
        for (int round = 0; round < ROUNDS; round++) {
            baseTimes[round] = time(base, chosen);
            times[round] = time(model, chosen);
            ratios[round] = baseTimes[round] / times[round];
        }
        return new Speed(median(baseTimes), median(times), median(ratios));
    }

    /** As many as a round has time for. */
    private static List<Tensors> chosen(Runner base, List<Tensors> samples) {
        time(base, samples.subList(0, 1));
        double spent = 0;
        int count = 0;
        while (count < samples.size() && (count == 0 || spent < ROUND_MILLIS)) {
            spent += time(base, samples.subList(count, count + 1));
            count++;
        }
        return samples.subList(0, count);
    }

    /** Milliseconds for each sample. */
    private static double time(Runner runner, List<Tensors> samples) {
        long began = System.nanoTime();
        samples.forEach(runner::run);
        return (System.nanoTime() - began) / NANOS_PER_MILLI / samples.size();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
