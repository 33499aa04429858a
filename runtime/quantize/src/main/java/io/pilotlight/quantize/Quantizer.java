package io.pilotlight.quantize;

import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Tensors;
import io.pilotlight.engine.model.ModelLoadException;
import io.pilotlight.engine.session.OnnxSession;
import io.pilotlight.quantize.graph.Graph;
import io.pilotlight.quantize.graph.ModelFile;
import io.pilotlight.quantize.graph.QuantizeException;
import io.pilotlight.quantize.measure.Accuracy;
import io.pilotlight.quantize.measure.Answers;
import io.pilotlight.quantize.measure.Gate;
import io.pilotlight.quantize.measure.LanguageModel;
import io.pilotlight.quantize.measure.Measurement;
import io.pilotlight.quantize.measure.Reference;
import io.pilotlight.quantize.measure.Speed;
import io.pilotlight.quantize.report.Report;
import io.pilotlight.quantize.rewrite.Rewrites;
import io.pilotlight.quantize.run.Observations;
import io.pilotlight.quantize.run.Runner;
import io.pilotlight.quantize.run.Samples;
import io.pilotlight.quantize.scheme.LayerPlan;
import io.pilotlight.quantize.scheme.Scheme;

import ai.onnx.proto.OnnxMl.ModelProto;
import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Makes quantized models of one float model, and measures them. */
public final class Quantizer {

    /** Rows of each sample by which a layer's error is judged. */
    private static final int ROWS_PER_SAMPLE = 8;

    /** Samples by which ranges and errors are seen; the gates look at all. */
    private static final int OBSERVED = 64;

    private final Request request;
    private final Consumer<String> progress;

    /**
     * @param progress told what is being done, a line at a time
     */
    public Quantizer(Request request, Consumer<String> progress) {
        this.request = request;
        this.progress = progress;
    }

    /**
     * Quantizes.
     *
     * @return the report of what was written
     * @throws QuantizeException if it cannot be done, and nothing was written
     */
    public Report quantize() {
        try (OutputFolder folder = OutputFolder.open(request)) {
            progress.accept("reading " + request.model());
            Graph graph = ModelFile.read(request.model());
            Graph original = graph.copy();
            int folded = Rewrites.foldConstants(graph);
            SampleFile.Read read = SampleFile.read(request, graph);
            Samples samples = read.samples();
            try (Runner exact = Runner.served(original.toModel())) {
                Optional<LanguageModel> language = LanguageModel.of(graph);
                Answers answers = answers(exact, samples, language);
                progress.accept("fusing its graph");
                Graph fused = graph.copy();
                Map<String, Integer> fusions =
                        Rewrites.fuse(fused, samples.rows().getFirst());
                Baseline baseline = new Baseline(
                        graph,
                        fused,
                        new Reference(
                                samples,
                                exact,
                                language,
                                answers,
                                read.labels(),
                                folder.source().bytes()));
                List<Report.Variant> variants = new ArrayList<>();
                for (Scheme scheme : request.schemes()) {
                    variants.add(variant(scheme, baseline, folder));
                }
                Report report = new Report(
                        folder.source(),
                        folder.made(),
                        samples.origin(),
                        samples.rows().size(),
                        new Report.Hardware(
                                Processor.name(),
                                Runtime.getRuntime().availableProcessors(),
                                OnnxSession.runtimeVersion(),
                                Runtime.version().toString()),
                        folded,
                        fusions,
                        variants,
                        beside(baseline, folder, variants));
                folder.commit(report);
                return report;
            }
        } catch (ModelLoadException e) {
            throw new QuantizeException("model " + request.model() + ": ONNX Runtime refuses it: " + sentence(e), e);
        }
    }

    private static String sentence(ModelLoadException e) {
        String message = String.valueOf(e.getMessage()).strip().replaceAll("\\s+", " ");
        return message.endsWith(".") ? message : message + ".";
    }

    private static Answers answers(Runner exact, Samples samples, Optional<LanguageModel> language) {
        try {
            return Answers.of(exact, samples.rows(), language);
        } catch (InferenceException e) {
            throw new QuantizeException(
                    "samples " + samples.origin() + " do not fit the model: " + e.getMessage() + ".", e);
        }
    }

    /** The float model as it is looked at, as it is quantized, and as it answers. */
    private record Baseline(Graph folded, Graph fused, Reference exact) {}

    private Report.Variant variant(Scheme scheme, Baseline baseline, OutputFolder folder) {
        progress.accept(scheme.name() + ": looking at each layer");
        Observations observations = Observations.of(
                baseline.folded,
                thinned(baseline.exact.samples().rows()),
                scheme.toObserve(baseline.fused),
                ROWS_PER_SAMPLE);
        List<LayerPlan> plans = scheme.plan(baseline.fused, observations);
        if (plans.isEmpty()) {
            throw new QuantizeException("model " + request.model() + ": expected layers that scheme " + scheme.name()
                    + " can quantize, there is none: weights have to be constants in floats.");
        }
        FloatLayers search = new FloatLayers(plans, floats -> accuracyWith(scheme, plans, floats, baseline));
        Set<String> floats = search.fewest(progress);
        Graph quantized = quantized(scheme, plans, floats, baseline);
        progress.accept(scheme.name() + ": measuring");
        Measurement measurement = Measurement.of(quantized, baseline.exact);
        boolean speedCounts = request.speedCounts() && scheme.isForCpus();
        boolean passed = measurement.gates().stream()
                .filter(gate -> speedCounts || !gate.name().equals("speed"))
                .allMatch(Gate::passed);
        boolean written = passed || request.force();
        String file = folder.fileName(scheme.name());
        String digest = written ? folder.write(file, quantized.toModel()) : "";
        return new Report.Variant(
                scheme.name(),
                file,
                digest,
                written,
                measurement.independence() != null && passedGate(measurement, "independence"),
                measurement.accuracy().gate().passed(),
                quantized.nodes().size(),
                measurement,
                measurement.gates(),
                plans.stream()
                        .map(plan -> new Report.Layer(
                                plan.name(), floats.contains(plan.name()) ? "float" : plan.how(), plan.error()))
                        .toList(),
                search.attempts());
    }

    /** What somebody else made of the model, measured in the same way, and our variants beside it. */
    private Report.@Nullable Beside beside(Baseline baseline, OutputFolder folder, List<Report.Variant> variants) {
        Path file = request.beside();
        if (file == null) {
            return null;
        }
        progress.accept("measuring " + file);
        ModelProto model = ModelFile.read(file).toModel();
        Measurement measurement = Measurement.of(model, baseline.exact);
        Map<String, Speed> speeds = new LinkedHashMap<>();
        try (Runner other = Runner.served(model)) {
            for (Report.Variant variant : variants) {
                if (variant.written()) {
                    try (Runner own = Runner.served(folder.partial(variant.file()))) {
                        speeds.put(
                                variant.scheme(),
                                Speed.of(other, own, baseline.exact.samples().rows()));
                    }
                }
            }
        }
        return new Report.Beside(String.valueOf(file.getFileName()), measurement, speeds);
    }

    private static List<Tensors> thinned(List<Tensors> samples) {
        int kept = Math.min(OBSERVED, samples.size());
        return IntStream.range(0, kept)
                .mapToObj(i -> samples.get((int) ((long) i * samples.size() / kept)))
                .toList();
    }

    private static boolean passedGate(Measurement measurement, String name) {
        return measurement.gates().stream()
                .allMatch(gate -> gate.passed() || !gate.name().equals(name));
    }

    private static Graph quantized(Scheme scheme, List<LayerPlan> plans, Set<String> floats, Baseline baseline) {
        Graph graph = baseline.fused.copy();
        scheme.apply(graph, plans, floats);
        return graph;
    }

    private static Accuracy accuracyWith(Scheme scheme, List<LayerPlan> plans, Set<String> floats, Baseline baseline) {
        Graph graph = quantized(scheme, plans, floats, baseline);
        try (Runner runner = Runner.served(graph.toModel())) {
            return baseline.exact.accuracyOf(runner);
        }
    }
}
