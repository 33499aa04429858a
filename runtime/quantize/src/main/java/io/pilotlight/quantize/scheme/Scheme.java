package io.pilotlight.quantize.scheme;

import io.pilotlight.quantize.graph.Graph;
import io.pilotlight.quantize.run.Observations;

import java.util.List;
import java.util.Set;

/** A way to make a model of fewer bits. */
public sealed interface Scheme {

    /** What it is called on the command line, in file names and in manifests. */
    String name();

    /** Whether it is meant to be fast where it is made. */
    default boolean isForCpus() {
        return true;
    }

    /** The tensors of a fused graph that it wants to have seen with samples. */
    List<String> toObserve(Graph graph);

    /** What it would do to each layer of a fused graph. */
    List<LayerPlan> plan(Graph graph, Observations observations);

    /**
     * Does it.
     *
     * @param floats names of layers that stay as they are
     */
    void apply(Graph graph, List<LayerPlan> plans, Set<String> floats);

    /** int8 arithmetic, each row rounded by itself: for transformers on CPUs. */
    record Int8PerRow() implements Scheme {

        @Override
        public String name() {
            return "int8";
        }

        @Override
        public List<String> toObserve(Graph graph) {
            return PerRow.toObserve(graph);
        }

        @Override
        public List<LayerPlan> plan(Graph graph, Observations observations) {
            return PerRow.plan(graph, observations);
        }

        @Override
        public void apply(Graph graph, List<LayerPlan> plans, Set<String> floats) {
            PerRow.apply(graph, plans, floats);
        }
    }

    /**
     * Weights of few bits in blocks, activations in floats outside the kernels: for models that write texts.
     *
     * @param bits 4 or 8
     */
    record WeightsOnly(int bits) implements Scheme {

        @Override
        public String name() {
            return "weights" + bits;
        }

        @Override
        public List<String> toObserve(Graph graph) {
            return PerRow.toObserve(graph);
        }

        @Override
        public List<LayerPlan> plan(Graph graph, Observations observations) {
            return WeightOnly.plan(graph, observations, bits);
        }

        @Override
        public void apply(Graph graph, List<LayerPlan> plans, Set<String> floats) {
            WeightOnly.apply(graph, plans, floats, bits);
        }
    }

    /** Half precision throughout: for GPUs, and so not judged by its speed on a CPU. */
    record HalfFloats() implements Scheme {

        @Override
        public String name() {
            return "fp16";
        }

        @Override
        public boolean isForCpus() {
            return false;
        }

        @Override
        public List<String> toObserve(Graph graph) {
            return List.of();
        }

        @Override
        public List<LayerPlan> plan(Graph graph, Observations observations) {
            return LinearLayer.all(graph).stream()
                    .map(layer -> new LayerPlan(layer, new Activation.Half(), Double.NaN))
                    .toList();
        }

        /** All or nothing: it leaves no layer in floats. */
        @Override
        public void apply(Graph graph, List<LayerPlan> plans, Set<String> floats) {
            HalfPrecision.apply(graph);
        }
    }

    /** Convolutions of bytes by ranges that samples showed: for vision on CPUs. */
    record StaticInt8() implements Scheme {

        @Override
        public String name() {
            return "static8";
        }

        @Override
        public List<String> toObserve(Graph graph) {
            return StaticConvolutions.toObserve(graph);
        }

        @Override
        public List<LayerPlan> plan(Graph graph, Observations observations) {
            return StaticConvolutions.plan(graph, observations);
        }

        @Override
        public void apply(Graph graph, List<LayerPlan> plans, Set<String> floats) {
            StaticConvolutions.apply(graph, plans, floats);
        }
    }
}
