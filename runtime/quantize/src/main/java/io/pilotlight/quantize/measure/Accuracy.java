package io.pilotlight.quantize.measure;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/**
 * What a quantized model's answers are worth beside the float model's.
 *
 * @param agreement of their vectors
 * @param labels how often neighbours have the same label, if there are labels
 * @param nextTokens what comes next in texts, if it is a language model
 */
public record Accuracy(
        Agreement agreement,
        @Nullable Labels labels,
        @Nullable NextTokens nextTokens) {

    private static final double ENOUGH = 0.99;

    /**
     * How often a sample's nearest neighbour has its label.
     *
     * @param exact in the float model, as a fraction
     * @param quantized in the quantized one
     */
    public record Labels(double exact, double quantized) {}

    /** Compares answers to the same samples, which may have labels. */
    public static Accuracy of(Answers exact, Answers quantized, List<String> labels) {
        return new Accuracy(
                Agreement.of(exact.vectors(), quantized.vectors()),
                labels.isEmpty()
                        ? null
                        : new Labels(
                                Agreement.labelAccuracy(exact.vectors(), labels),
                                Agreement.labelAccuracy(quantized.vectors(), labels)),
                NextTokens.of(exact.predictions(), quantized.predictions()));
    }

    /** Whether it is as good as the float model, near enough: by labels, else by what it is made for. */
    public Gate gate() {
        return labels != null ? byLabels(labels) : nextTokens != null ? byNextTokens(nextTokens) : byVectors();
    }

    private Gate byLabels(Labels labels) {
        return new Gate(
                "accuracy",
                labels.quantized >= ENOUGH * labels.exact,
                String.format(Locale.ROOT, "at least 99 %% of the float model's %.2f %% of labels", 100 * labels.exact),
                String.format(
                        Locale.ROOT,
                        "%.2f %%; cosine %.4f (lowest %.4f)",
                        100 * labels.quantized,
                        agreement.meanCosine(),
                        agreement.lowestCosine()));
    }

    private static Gate byNextTokens(NextTokens tokens) {
        return new Gate(
                "accuracy",
                tokens.sameChoice() >= ENOUGH && tokens.exactPerplexity() >= ENOUGH * tokens.perplexity(),
                "the float model's most likely next token at 99 % of places, and 99 % of its perplexity",
                String.format(
                        Locale.ROOT,
                        "same next token at %.2f %%, perplexity %.3f for %.3f",
                        100 * tokens.sameChoice(),
                        tokens.perplexity(),
                        tokens.exactPerplexity()));
    }

    private Gate byVectors() {
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
}
