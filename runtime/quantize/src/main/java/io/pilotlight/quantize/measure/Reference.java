package io.pilotlight.quantize.measure;

import io.pilotlight.quantize.run.Runner;
import io.pilotlight.quantize.run.Samples;

import java.util.List;
import java.util.Optional;

/**
 * The float model, which every variant is compared with, and its answers.
 *
 * @param language how answers are to be read if they are those of a language model
 * @param labels of the samples, or none
 * @param bytes of its file
 */
public record Reference(
        Samples samples,
        Runner runner,
        Optional<LanguageModel> language,
        Answers answers,
        List<String> labels,
        long bytes) {

    public Reference {
        labels = List.copyOf(labels);
    }

    /** What another model's answers to the samples are worth. */
    public Accuracy accuracyOf(Runner other) {
        return Accuracy.of(answers, Answers.of(other, samples.rows(), language), labels);
    }
}
