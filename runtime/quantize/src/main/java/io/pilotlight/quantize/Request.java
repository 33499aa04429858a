package io.pilotlight.quantize;

import io.pilotlight.quantize.scheme.Scheme;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What is to be quantized, and how.
 *
 * @param model an ONNX file
 * @param folder where the quantized models and their report go
 * @param schemes one variant of each
 * @param samples texts, one a line; null: rows are made up at random
 * @param labels one for each line of the samples; null: agreement with the float model counts
 * @param tokenizer for the texts; null: the only {@code *tokenizer.json} beside the model
 * @param shapes of inputs whose variable dimensions nobody can guess, by their names
 * @param beside a model that somebody else quantized, to compare with; null: none
 * @param force whether models are written that fail a gate
 * @param replace whether what is in the folder may be replaced
 * @param speedCounts whether a model is refused that is not faster here; it is measured anyway
 */
public record Request(
        Path model,
        Path folder,
        List<Scheme> schemes,
        @Nullable Path samples,
        @Nullable Path labels,
        @Nullable Path tokenizer,
        Map<String, List<Long>> shapes,
        @Nullable Path beside,
        boolean force,
        boolean replace,
        boolean speedCounts) {

    public Request {
        schemes = List.copyOf(schemes);
        shapes = Map.copyOf(shapes);
    }
}
