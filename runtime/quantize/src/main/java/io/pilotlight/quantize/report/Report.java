package io.pilotlight.quantize.report;

import io.pilotlight.quantize.measure.Gate;
import io.pilotlight.quantize.measure.Measurement;
import io.pilotlight.quantize.measure.Speed;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * What was done to a model, and what came of it: written beside the quantized models, for people and programs.
 *
 * @param model the float model
 * @param made what the result depends on; the same again is not made again
 * @param samples what it was measured on
 * @param sampleCount how many
 * @param hardware what it was measured on
 * @param folded nodes that were computed once and for all
 * @param fused how often what was fused, for all variants
 * @param variants one for each scheme
 * @param beside the same of a model that somebody else quantized, if one was named
 */
public record Report(
        Source model,
        String made,
        String samples,
        int sampleCount,
        Hardware hardware,
        int folded,
        Map<String, Integer> fused,
        List<Variant> variants,
        @Nullable Beside beside) {

    /** The float model: its file's name, SHA-256 and size. */
    public record Source(String file, String sha256, long bytes) {}

    /** What measured it: the processor, how many the process may use, and the versions of ONNX Runtime and Java. */
    public record Hardware(String processor, int processors, String onnxRuntime, String java) {}

    /**
     * One quantized model.
     *
     * @param scheme how
     * @param file its name; it is not there where a gate failed and nobody forced it
     * @param sha256 of the file
     * @param written whether it is there
     * @param rowsIndependent whether a row's answer may be taken to be the same whatever shares its batch
     * @param interchangeable whether its answers may stand for the float model's: they agree as far as the gate for accuracy asks
     * @param nodes in its graph
     * @param measurement what was measured
     * @param gates what it has to be, and is or is not
     * @param layers what was done to each layer
     * @param attempts what was tried, if the first did not pass
     */
    public record Variant(
            String scheme,
            String file,
            String sha256,
            boolean written,
            boolean rowsIndependent,
            boolean interchangeable,
            int nodes,
            Measurement measurement,
            List<Gate> gates,
            List<Layer> layers,
            List<Attempt> attempts) {

        /** Whether it is all that it has to be. */
        public boolean passed() {
            return gates.stream().allMatch(Gate::passed);
        }
    }

    /**
     * A model that somebody else quantized, to compare with.
     *
     * @param speeds how fast each variant is beside it, by scheme
     */
    public record Beside(String file, Measurement measurement, Map<String, Speed> speeds) {}

    /**
     * What was done to a layer.
     *
     * @param error of its results, relative to them, as computed; NaN where it could not be
     */
    public record Layer(String name, String how, double error) {}

    /**
     * A try with some layers left in floats.
     *
     * @param floatLayers how many
     * @param meanCosine to the float model
     */
    public record Attempt(int floatLayers, double meanCosine, boolean accurate) {}
}
