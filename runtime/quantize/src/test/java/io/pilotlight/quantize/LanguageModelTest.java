package io.pilotlight.quantize;

import io.pilotlight.quantize.graph.Constants;
import io.pilotlight.quantize.measure.Accuracy;
import io.pilotlight.quantize.measure.Gate;
import io.pilotlight.quantize.measure.NextTokens;
import io.pilotlight.quantize.report.Report;
import io.pilotlight.quantize.scheme.Scheme;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Language models are judged by what they say comes next. The one here has learned from a text how often which letter follows which:
 * causal, with a vector for each letter and weights that make logits of it.
 */
class LanguageModelTest {

    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz .";

    /** Letters, and room that no text uses, as vocabularies have. */
    private static final int VOCABULARY = 64;

    private static final List<String> TEXTS = List.of(
            "a small flame burns all day long so that the large one can be lit at once.",
            "when nobody asks for anything the machine sleeps and costs nothing.",
            "a letter that comes after another one is easier to guess than the first.",
            "numbers of few bits take less room and less time than numbers of many.",
            "whoever rounds a number should say how far the answer is from the exact one.",
            "the kettle whistles and the tea is ready before the letter is read.");

    /** Softmax does not see what is added to all logits, but cosines between logits hardly see anything else. */
    private static final float SHIFT = 100;

    private final double[][] probabilities = bigrams();
    private final Path folder;

    LanguageModelTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void writeSamples() throws IOException {
        Files.write(folder.resolve("texts.txt"), TEXTS);
        String vocabulary = IntStream.range(0, LETTERS.length())
                .mapToObj(id -> "\"%s\": %d".formatted(LETTERS.charAt(id), id))
                .collect(Collectors.joining(", "));
        Files.writeString(folder.resolve("tokenizer.json"), """
                {"version": "1.0", "added_tokens": [], "normalizer": null, "post_processor": null, "decoder": null,
                 "pre_tokenizer": {"type": "Split", "pattern": {"Regex": "."}, "behavior": "Isolated", "invert": false},
                 "model": {"type": "WordLevel", "vocab": {%s}, "unk_token": " "}}
                """.formatted(vocabulary));
    }

    @Test
    void whatComesNextIsTheSame() {
        Report.Variant variant = quantize(0);

        NextTokens tokens = Objects.requireNonNull(accuracy(variant).nextTokens());
        assertThat(accuracy(variant).gate().passed()).isTrue();
        assertThat(tokens.sameChoice()).isGreaterThanOrEqualTo(0.99);
        assertThat(tokens.exactPerplexity())
                .isCloseTo(perplexity(), within(1e-4))
                .isBetween(2.0, 12.0);
        assertThat(tokens.perplexity()).isCloseTo(perplexity(), within(0.05)).isNotEqualTo(tokens.exactPerplexity());
    }

    /** A number beside which those that tell letters apart are rounded to nothing; the logits' directions stay what they were. */
    @Test
    void aModelThatForgotWhatComesNextIsRefusedHoweverNearItsVectorsAre() {
        Report.Variant variant = quantize(1_000);

        Accuracy accuracy = accuracy(variant);
        assertThat(accuracy.agreement().meanCosine()).isGreaterThan(0.99);
        assertThat(accuracy.agreement().neighbourQuality()).isGreaterThan(0.99);
        assertThat(variant.gates())
                .filteredOn(gate -> !gate.passed())
                .extracting(Gate::name)
                .contains("accuracy");
        assertThat(variant.written()).isFalse();
    }

    private static Accuracy accuracy(Report.Variant variant) {
        return variant.measurement().accuracy();
    }

    /**
     * Quantizes the model.
     *
     * @param besides a number that all letters' vectors hold besides, and that nothing is made of
     */
    private Report.Variant quantize(float besides) {
        float[] vectors = new float[VOCABULARY * VOCABULARY];
        float[] weights = new float[VOCABULARY * VOCABULARY];
        for (int letter = 0; letter < VOCABULARY - 1; letter++) {
            vectors[letter * VOCABULARY + letter] = 1;
            vectors[letter * VOCABULARY + VOCABULARY - 1] = besides;
            for (int next = 0; next < VOCABULARY; next++) {
                weights[letter * VOCABULARY + next] = (float) Math.log(probabilities[letter][next]);
            }
        }
        Path model = TinyModels.write(
                new TinyModels(17)
                        .input("input_ids", DataType.INT64, -1, -1)
                        .constant(Constants.of("vectors", vectors, VOCABULARY, VOCABULARY))
                        .constant(Constants.of("weights", weights, VOCABULARY, VOCABULARY))
                        .constant(Constants.scalar("shift", SHIFT))
                        .node("Gather", "vector", "vectors", "input_ids")
                        .node("MatMul", "logits", "vector", "weights")
                        .node("Add", "y", "logits", "shift")
                        .model(-1, -1, VOCABULARY),
                folder);
        Request request = new Request(
                model,
                folder.resolve("out"),
                List.of(new Scheme.Int8PerRow()),
                folder.resolve("texts.txt"),
                null,
                null,
                Map.of(),
                null,
                false,
                true,
                false);
        return new Quantizer(request, line -> {}).quantize().variants().getFirst();
    }

    /** How likely each letter follows each: as often as it did, and a little as often as it comes at all. */
    private static double[][] bigrams() {
        double[] single = new double[VOCABULARY];
        Arrays.fill(single, 0.1);
        double[][] pairs = new double[VOCABULARY][VOCABULARY];
        for (String text : TEXTS) {
            for (int i = 0; i < text.length(); i++) {
                single[id(text, i)]++;
                if (i > 0) {
                    pairs[id(text, i - 1)][id(text, i)]++;
                }
            }
        }
        double letters = Arrays.stream(single).sum();
        for (double[] after : pairs) {
            double seen = Arrays.stream(after).sum();
            for (int next = 0; next < VOCABULARY; next++) {
                after[next] = (after[next] + 2 * single[next] / letters) / (seen + 2);
            }
        }
        return pairs;
    }

    /** Of the model on its text, in plain Java. */
    private double perplexity() {
        double surprise = 0;
        int count = 0;
        for (String text : TEXTS) {
            for (int i = 1; i < text.length(); i++) {
                surprise -= Math.log(probabilities[id(text, i - 1)][id(text, i)]);
                count++;
            }
        }
        return Math.exp(surprise / count);
    }

    private static int id(String text, int place) {
        return LETTERS.indexOf(text.charAt(place));
    }
}
