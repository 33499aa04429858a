package io.pilotlight.quantize.measure;

import io.pilotlight.api.Tensors;
import io.pilotlight.quantize.run.Runner;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A model's answers to samples, as they are compared.
 *
 * @param vectors one for each sample
 * @param predictions one for each sample of a language model; none of others
 */
public record Answers(List<float[]> vectors, List<Predictions> predictions) {

    public Answers {
        vectors = List.copyOf(vectors);
        predictions = List.copyOf(predictions);
    }

    /**
     * Runs the samples.
     *
     * @param language how answers are to be read if they are those of a language model
     */
    public static Answers of(Runner runner, List<Tensors> samples, Optional<LanguageModel> language) {
        List<float[]> vectors = new ArrayList<>();
        List<Predictions> predictions = new ArrayList<>();
        for (Tensors sample : samples) {
            Tensors outputs = runner.run(sample);
            vectors.add(Vectors.of(outputs));
            language.flatMap(model -> model.predictions(sample, outputs)).ifPresent(predictions::add);
        }
        return new Answers(vectors, predictions);
    }
}
