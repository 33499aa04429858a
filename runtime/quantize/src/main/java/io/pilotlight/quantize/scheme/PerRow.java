package io.pilotlight.quantize.scheme;

import io.pilotlight.quantize.graph.Constants;
import io.pilotlight.quantize.graph.Graph;
import io.pilotlight.quantize.graph.Node;
import io.pilotlight.quantize.run.Observation;
import io.pilotlight.quantize.run.Observations;

import ai.onnx.proto.OnnxMl.TensorProto;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * int8 arithmetic in which each row is rounded by itself. Weights have a scale for each output channel, embeddings one for each row.
 * What layers read is rounded per token, or by what is known of where it comes from, if samples say that this is no worse. It mostly
 * is better. After a layer normalisation some channels are large in every token, and a scale for the token leaves the others few
 * steps: they are rounded per channel, which also takes three operators less. Elsewhere that would be a risk, since nothing bounds
 * what other texts bring. What GELU gives is hardly ever below zero, and so hardly needs bytes for it.
 */
final class PerRow {

    /** How far below zero GELU's values go: to -0.16998. */
    private static final float BELOW_GELU = 0.17f;

    /** Rows that the error of a layer is computed from. */
    private static final int ROWS = 96;

    private PerRow() {}

    /** What to do to each layer of a fused graph. */
    static List<LayerPlan> plan(Graph graph, Observations observations) {
        List<LayerPlan> plans = new ArrayList<>();
        for (LinearLayer layer : LinearLayer.all(graph)) {
            plans.add(observations
                    .of(layer.input())
                    .filter(observation -> observation.channels() == layer.rows())
                    .map(observation -> plan(graph, layer, observation))
                    .orElseGet(() -> new LayerPlan(layer, new Activation.PerToken(), Double.NaN)));
        }
        return plans;
    }

    private static LayerPlan plan(Graph graph, LinearLayer layer, Observation observation) {
        LayerPlan perToken = plan(graph, layer, observation, new Activation.PerToken());
        return known(graph, layer, observation)
                .map(activation -> plan(graph, layer, observation, activation))
                .filter(plan -> plan.error() <= perToken.error())
                .orElse(perToken);
    }

    /** How the layer's input may be rounded by what is known of the operator that computes it. */
    private static Optional<Activation> known(Graph graph, LinearLayer layer, Observation observation) {
        return graph.producer(layer.input()).flatMap(producer -> {
            if (Centring.isNormalisation(producer)) {
                return Optional.of(perChannel(graph, layer, observation));
            }
            return producer.is("Gelu") ? Optional.of(new Activation.PerTokenAbove(BELOW_GELU)) : Optional.empty();
        });
    }

    private static Activation perChannel(Graph graph, LinearLayer layer, Observation observation) {
        float[] middles = Centring.of(graph, layer).isPresent()
                ? ChannelMiddles.of(observation)
                : new float[observation.channels()];
        return new Activation.PerChannel(middles, ChannelLimits.of(observation, middles, weights(graph, layer)));
    }

    private static List<float[]> weights(Graph graph, LinearLayer layer) {
        return layer.products().stream()
                .map(product ->
                        Constants.floats(graph.floatConstant(product.input(1)).orElseThrow()))
                .toList();
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
