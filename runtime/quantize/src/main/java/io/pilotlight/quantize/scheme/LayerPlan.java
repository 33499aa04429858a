package io.pilotlight.quantize.scheme;

/**
 * What is meant to be done to a layer.
 *
 * @param error of its results, relative to them, as computed from samples
 */
public record LayerPlan(LinearLayer layer, Activation activation, double error) {

    /** What the layer is called. */
    public String name() {
        return layer.name();
    }

    /** In words, for the report. */
    public String how() {
        return switch (activation) {
            case Activation.PerToken() -> "int8, activations per token";
            case Activation.PerTokenAbove ignored -> "int8, activations per token, above zero";
            case Activation.PerChannel ignored -> "int8, activations per channel";
            case Activation.PerBlock(int weightBits) -> "weights of " + weightBits + " bits in blocks";
            case Activation.PerTensor ignored -> "int8, fixed ranges";
            case Activation.Half() -> "half precision";
            case Activation.Unchanged() -> "float";
        };
    }
}
