package io.pilotlight.quantize.measure;

import io.pilotlight.quantize.graph.Graph;
import io.pilotlight.quantize.run.Runner;
import io.pilotlight.quantize.run.Samples;

import ai.onnx.proto.OnnxMl.ModelProto;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Everything that was measured of a quantized model.
 *
 * @param bytes of its file
 * @param ofFloatBytes of the float model's
 * @param agreement with the float model
 * @param labels how often neighbours have the same label, if there are labels
 * @param speed beside the float model
 * @param independence the lowest cosine of a row alone and in company; null where rows cannot share a batch
 * @param largestPairSum what a processor that adds in 16 bits would have to hold; it holds 32767
 */
public record Measurement(
        long bytes,
        long ofFloatBytes,
        Agreement agreement,
        @Nullable Labels labels,
        Speed speed,
        @Nullable Double independence,
        int largestPairSum) {

    private static final double ENOUGH = 0.99;
    private static final double INDEPENDENT = 0.99999;

    /**
     * How often a sample's nearest neighbour has its label.
     *
     * @param exact in the float model, as a fraction
     * @param quantized in the quantized one
     */
    public record Labels(double exact, double quantized) {

        /** Of answers to samples; null where there are no labels. */
        public static @Nullable Labels of(List<float[]> exact, List<float[]> quantized, List<String> labels) {
            return labels.isEmpty()
                    ? null
                    : new Labels(Agreement.labelAccuracy(exact, labels), Agreement.labelAccuracy(quantized, labels));
        }
    }

    /** Measures a model that was quantized elsewhere. */
    public static Measurement of(
            ModelProto model,
            Samples samples,
            Runner exact,
            List<float[]> exactVectors,
            List<String> labels,
            long floatBytes) {
        return of(model, samples, exact, exactVectors, labels, floatBytes, 0);
    }

    /** Measures. The float model and its answers are there already, since every variant is compared with them. */
    public static Measurement of(
            Graph quantized,
            Samples samples,
            Runner exact,
            List<float[]> exactVectors,
            List<String> labels,
            long floatBytes) {
        return of(
                quantized.toModel(),
                samples,
                exact,
                exactVectors,
                labels,
                floatBytes,
                Saturation.largestSum(quantized));
    }

    private static Measurement of(
            ModelProto model,
            Samples samples,
            Runner exact,
            List<float[]> exactVectors,
            List<String> labels,
            long floatBytes,
            int largestPairSum) {
        try (Runner runner = Runner.served(model)) {
            List<float[]> vectors = Vectors.of(runner, samples.rows());
            OptionalDouble independence = Independence.lowestCosine(runner, samples.rows());
            return new Measurement(
                    model.getSerializedSize(),
                    floatBytes,
                    Agreement.of(exactVectors, vectors),
                    Labels.of(exactVectors, vectors, labels),
                    Speed.of(exact, runner, samples.rows()),
                    independence.isPresent() ? independence.getAsDouble() : null,
                    largestPairSum);
        }
    }

    /** Whether it is as good as the float model, near enough. */
    public Gate accuracy() {
        return accuracy(agreement, labels);
    }

    /** The same, before everything else is measured. */
    public static boolean isAccurate(Agreement agreement, @Nullable Labels labels) {
        return accuracy(agreement, labels).passed();
    }

    private static Gate accuracy(Agreement agreement, @Nullable Labels labels) {
        if (labels != null) {
            return new Gate(
                    "accuracy",
                    labels.quantized >= ENOUGH * labels.exact,
                    String.format(
                            Locale.ROOT, "at least 99 %% of the float model's %.2f %% of labels", 100 * labels.exact),
                    String.format(
                            Locale.ROOT,
                            "%.2f %%; cosine %.4f (lowest %.4f)",
                            100 * labels.quantized,
                            agreement.meanCosine(),
                            agreement.lowestCosine()));
        }
        return new Gate(
                "accuracy",
                agreement.meanCosine() >= ENOUGH && agreement.neighbourQuality() >= ENOUGH,
                "cosine to the float model and neighbours 99 % as near as its own",
                String.format(
                        Locale.ROOT,
                        "cosine %.4f (lowest %.4f), neighbours %.2f %%",
                        agreement.meanCosine(),
                        agreement.lowestCosine(),
                        100 * agreement.neighbourQuality()));
    }

    /** All that a model has to be. */
    public List<Gate> gates() {
        List<Gate> gates = new ArrayList<>(List.of(accuracy()));
        gates.add(new Gate(
                "speed",
                speed.ratio() > 1,
                "faster than the float model on this processor",
                String.format(
                        Locale.ROOT,
                        "%.2f times (%.2f for the shortest quarter, %.2f for the longest), %.3f ms for %.3f ms",
                        speed.ratio(),
                        speed.shortRatio(),
                        speed.longRatio(),
                        speed.millis(),
                        speed.baseMillis())));
        gates.add(new Gate(
                "independence",
                independence == null || independence >= INDEPENDENT,
                "each row's answer the same alone and in company, cosine at least 0.99999",
                independence == null ? "rows cannot share a batch" : String.format(Locale.ROOT, "%.7f", independence)));
        gates.add(new Gate(
                "size",
                bytes < ofFloatBytes,
                "smaller than the float model",
                String.format(Locale.ROOT, "%.1f MB of %.1f MB", bytes / 1e6, ofFloatBytes / 1e6)));
        gates.add(new Gate(
                "saturation",
                largestPairSum <= Short.MAX_VALUE,
                "two products add up within 16 bits, as processors without VNNI add them",
                largestPairSum == 0 ? "nothing is added so" : largestPairSum + " at most, of 32767"));
        return gates;
    }
}
