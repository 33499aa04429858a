package io.pilotlight.quantize.measure;

import io.pilotlight.api.DataType;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.Tensors;
import io.pilotlight.quantize.graph.Graph;

import ai.onnx.proto.OnnxMl.TensorProto;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How to read the answers of a model that says, for each token of a text, what comes next: logits (1, sequence, vocabulary) with a
 * place for each token that the model has a vector for.
 *
 * @param input of token ids, INT64 (1, sequence)
 * @param vocabulary how many tokens there are
 */
public record LanguageModel(String input, int vocabulary) {

    /** The graph's ids and their table, if it has such; what it answers says whether it is a language model. */
    public static Optional<LanguageModel> of(Graph graph) {
        return graph.inputs().stream()
                .flatMap(input -> graph.readers(input.getName()).stream()
                        .filter(reader -> reader.is("Gather") && reader.input(1).equals(input.getName()))
                        .flatMap(reader -> graph.floatConstant(reader.input(0)).stream())
                        .map(table -> new LanguageModel(input.getName(), rows(table))))
                .max(Comparator.comparingInt(LanguageModel::vocabulary));
    }

    private static int rows(TensorProto table) {
        return Math.toIntExact(table.getDims(0));
    }

    /** What an answer predicts, if it is one of a language model. */
    Optional<Predictions> predictions(Tensors inputs, Tensors outputs) {
        return outputs.byName().values().stream()
                .filter(output -> output.type() == DataType.FP32)
                .map(Tensor.Numeric.class::cast)
                .findFirst()
                .flatMap(logits -> predictions(((Tensor.Numeric) inputs.get(input)).longArray(), logits));
    }

    private Optional<Predictions> predictions(long[] ids, Tensor.Numeric logits) {
        List<Long> expected = List.of(1L, (long) ids.length, (long) vocabulary);
        return logits.shape().dimensions().equals(expected)
                ? Optional.of(Predictions.of(ids, logits.floatArray(), vocabulary))
                : Optional.empty();
    }
}
