package io.pilotlight.quantize.measure;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/**
 * How far a language model's predictions are those of the float model.
 *
 * @param sameChoice at how many places it holds the same token most likely to come next, as a fraction
 * @param exactPerplexity of the float model: the exponential of its mean surprise, which is how many tokens it hesitates between
 * @param perplexity of its own
 */
public record NextTokens(double sameChoice, double exactPerplexity, double perplexity) {

    /** Of as many texts each; null where there are none. */
    static @Nullable NextTokens of(List<Predictions> exact, List<Predictions> quantized) {
        if (exact.isEmpty()) {
            return null;
        }
        long places = 0;
        long same = 0;
        for (int text = 0; text < exact.size(); text++) {
            int[] expected = exact.get(text).choices();
            int[] chosen = quantized.get(text).choices();
            for (int place = 0; place < expected.length; place++) {
                same += expected[place] == chosen[place] ? 1 : 0;
            }
            places += expected.length;
        }
        return new NextTokens((double) same / places, perplexity(exact), perplexity(quantized));
    }

    private static double perplexity(List<Predictions> texts) {
        return Math.exp(texts.stream()
                .flatMapToDouble(text -> Arrays.stream(text.surprises()))
                .average()
                .orElse(0));
    }
}
