package io.pilotlight.quantize.measure;

import io.pilotlight.api.Tensors;
import io.pilotlight.quantize.graph.Graph;
import io.pilotlight.quantize.run.Runner;

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
 * @param accuracy beside the float model
 * @param speed beside the float model
 * @param independence the lowest cosine of a row alone and in company; null where rows cannot share a batch
 * @param largestPairSum what a processor that adds in 16 bits would have to hold; it holds 32767
 */
public record Measurement(
        long bytes,
        long ofFloatBytes,
        Accuracy accuracy,
        Speed speed,
        @Nullable Double independence,
        int largestPairSum) {

    private static final double INDEPENDENT = 0.99999;

    /** Measures a model that was quantized elsewhere. */
    public static Measurement of(ModelProto model, Reference exact) {
        return of(model, exact, 0);
    }

    public static Measurement of(Graph quantized, Reference exact) {
        return of(quantized.toModel(), exact, Saturation.largestSum(quantized));
    }

    private static Measurement of(ModelProto model, Reference exact, int largestPairSum) {
        try (Runner runner = Runner.served(model)) {
            List<Tensors> rows = exact.samples().rows();
            OptionalDouble independence = Independence.lowestCosine(runner, rows);
            return new Measurement(
                    model.getSerializedSize(),
                    exact.bytes(),
                    exact.accuracyOf(runner),
                    Speed.of(exact.runner(), runner, rows),
                    independence.isPresent() ? independence.getAsDouble() : null,
                    largestPairSum);
        }
    }

    /** All that a model has to be. */
    public List<Gate> gates() {
        List<Gate> gates = new ArrayList<>(List.of(accuracy.gate()));
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
