package io.pilotlight.quantize.rewrite;

import io.pilotlight.api.Tensors;
import io.pilotlight.quantize.graph.Graph;
import io.pilotlight.quantize.graph.Node;
import io.pilotlight.quantize.run.Shapes;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** What is done to a graph before it is quantized: it computes the same, with fewer nodes. */
public final class Rewrites {

    private Rewrites() {}

    /**
     * Computes constants.
     *
     * @return how many nodes were folded
     */
    public static int foldConstants(Graph graph) {
        return ConstantFolding.fold(graph);
    }

    /**
     * Fuses what several nodes compute.
     *
     * @param sample inputs that the model takes
     * @return how often what was fused
     */
    public static SequencedMap<String, Integer> fuse(Graph graph, Tensors sample) {
        Shapes shapes = Shapes.of(graph, sample);
        List<Fusion> fusions = List.of(
                new LayerNormFusion(),
                new GeluFusion(),
                new AttentionFusion(shapes, new PaddingMask(graph, sample)),
                new SkipLayerNormFusion(shapes));
        SequencedMap<String, Integer> counts = new LinkedHashMap<>();
        for (Fusion fusion : fusions) {
            for (Node node : graph.nodes()) {
                if (fusion.fuse(graph, node)) {
                    counts.merge(fusion.what(), 1, Integer::sum);
                }
            }
            graph.tidy();
        }
        return counts;
    }
}
