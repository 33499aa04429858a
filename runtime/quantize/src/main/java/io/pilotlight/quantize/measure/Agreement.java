package io.pilotlight.quantize.measure;

import java.util.List;

/**
 * How far a model's answers are those of the float model.
 *
 * @param meanCosine of an answer and the float model's, on average over the samples
 * @param lowestCosine of them
 * @param sameNeighbour for how many of the samples the nearest other one is the same, as a fraction
 * @param neighbourQuality how near the neighbours that it finds really are, as the float model sees it: their cosine over that of
 *     its own choice, on average. Where two are as good as equally near, either will do
 */
public record Agreement(double meanCosine, double lowestCosine, double sameNeighbour, double neighbourQuality) {

    public static Agreement of(List<float[]> exact, List<float[]> quantized) {
        double sum = 0;
        double lowest = 1;
        int same = 0;
        double quality = 0;
        for (int i = 0; i < exact.size(); i++) {
            double cosine = Vectors.cosine(exact.get(i), quantized.get(i));
            sum += cosine;
            lowest = Math.min(lowest, cosine);
            int best = nearest(exact, i);
            int found = nearest(quantized, i);
            same += best == found ? 1 : 0;
            quality += quality(exact, i, best, found);
        }
        int count = exact.size();
        return new Agreement(sum / count, lowest, (double) same / count, quality / count);
    }

    private static double quality(List<float[]> exact, int of, int best, int found) {
        if (best == found) {
            return 1;
        }
        double bestCosine = Vectors.cosine(exact.get(of), exact.get(best));
        return bestCosine <= 0 ? 1 : Math.max(0, Vectors.cosine(exact.get(of), exact.get(found)) / bestCosine);
    }

    /** The nearest other one; itself where there is no other. */
    static int nearest(List<float[]> vectors, int of) {
        int nearest = of;
        double highest = Double.NEGATIVE_INFINITY;
        for (int other = 0; other < vectors.size(); other++) {
            double cosine = other == of || vectors.get(other).length != vectors.get(of).length
                    ? Double.NEGATIVE_INFINITY
                    : Vectors.cosine(vectors.get(of), vectors.get(other));
            if (cosine > highest) {
                highest = cosine;
                nearest = other;
            }
        }
        return nearest;
    }

    /** How many samples have the label of their nearest other one, as a fraction. */
    public static double labelAccuracy(List<float[]> vectors, List<String> labels) {
        int right = 0;
        for (int i = 0; i < vectors.size(); i++) {
            int nearest = nearest(vectors, i);
            right += nearest != i && labels.get(i).equals(labels.get(nearest)) ? 1 : 0;
        }
        return (double) right / vectors.size();
    }
}
