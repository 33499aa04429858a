package io.pilotlight.quantize.scheme;

import io.pilotlight.quantize.graph.Constants;
import io.pilotlight.quantize.graph.Graph;
import io.pilotlight.quantize.graph.Node;
import io.pilotlight.quantize.run.Observation;
import io.pilotlight.quantize.run.Observations;

import ai.onnx.proto.OnnxMl.TensorProto;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * int8 arithmetic in which each row is rounded by itself. Weights have a scale for each output channel, embeddings one for each row.
 * What layers read is rounded per token; behind a layer normalisation per channel, where samples say that this is no worse. It
 * mostly is better: after a normalisation some channels are large in every token, and a scale for the token leaves the others few
 * steps. It also takes five operators less. Elsewhere it would be a risk, since nothing bounds what other texts bring.
 */
final class PerRow {

    private static final Set<String> NORMALISATIONS = Set.of("LayerNormalization", "SkipLayerNormalization");

    /** Rows that the error of a layer is computed from. */
    private static final int ROWS = 96;

    private PerRow() {}

    /** What to do to each layer of a fused graph. */
    static List<LayerPlan> plan(Graph graph, Observations observations) {
        List<LayerPlan> plans = new ArrayList<>();
        for (LinearLayer layer : LinearLayer.all(graph)) {
            plans.add(observations
                    .of(layer.input())
                    .filter(observation -> observation.maxima().length == layer.rows())
                    .map(observation -> plan(graph, layer, observation))
                    .orElseGet(() -> new LayerPlan(layer, new Activation.PerToken(), Double.NaN)));
        }
        return plans;
    }

    private static LayerPlan plan(Graph graph, LinearLayer layer, Observation observation) {
        LayerPlan perToken = plan(graph, layer, observation, new Activation.PerToken());
        boolean normalised = graph.producer(layer.input())
                .filter(producer -> NORMALISATIONS.contains(producer.operator()))
                .isPresent();
        if (!normalised) {
            return perToken;
        }
        LayerPlan perChannel =
                plan(graph, layer, observation, new Activation.PerChannel(ChannelLimits.of(observation)));
        return perChannel.error() <= perToken.error() ? perChannel : perToken;
    }

    private static LayerPlan plan(Graph graph, LinearLayer layer, Observation observation, Activation activation) {
        List<float[]> rows = thinned(observation.rows(), ROWS);
        double worst = 0;
        for (Node product : layer.products()) {
            TensorProto weights = graph.floatConstant(product.input(1)).orElseThrow();
            double error =
                    LayerError.of(rows, Constants.floats(weights), layer.rows(), (int) weights.getDims(1), activation);
            worst = Math.max(worst, error);
        }
        return new LayerPlan(layer, activation, worst);
    }

    /** At most that many rows, taken evenly. */
    static List<float[]> thinned(List<float[]> rows, int most) {
        int kept = Math.min(most, rows.size());
        List<float[]> thinned = new ArrayList<>();
        for (int i = 0; i < kept; i++) {
            thinned.add(rows.get(i * rows.size() / kept));
        }
        return thinned;
    }

    /**
     * Quantizes a fused graph.
     *
     * @param floats names of layers that stay as they are
     */
    static void apply(Graph graph, List<LayerPlan> plans, Set<String> floats) {
        PerRowRewrite rewrite = new PerRowRewrite(graph);
        for (LayerPlan plan : plans) {
            if (!floats.contains(plan.layer().name())) {
                rewrite.quantize(plan.layer(), plan.activation());
            }
        }
        TableRewrite.quantize(graph);
        graph.tidy();
    }

    /** The tensors that the plan wants to have seen. */
    static List<String> toObserve(Graph graph) {
        return LinearLayer.all(graph).stream()
                .map(LinearLayer::input)
                .distinct()
                .toList();
    }
}
