package io.pilotlight.quantize;

import io.pilotlight.quantize.graph.QuantizeException;
import io.pilotlight.quantize.report.Report;
import io.pilotlight.quantize.report.ReportFile;
import io.pilotlight.quantize.scheme.Scheme;
import io.pilotlight.quantize.scheme.Schemes;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;

/** The command line: what is asked for there becomes a {@link Request}, and what came of it is told in a few lines. */
@Command(
        name = "quantize",
        description = {
            "Make a smaller and faster model of a float one, and measure it: accuracy, speed, size, and whether an"
                    + " answer",
            "depends on what shares its batch. A model that is worse than it should be is not written."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class QuantizeCommand implements Callable<Integer> {

    private static final int REFUSED = 1;
    private static final int CANNOT = 2;

    @Parameters(paramLabel = "MODEL.onnx", description = "The float model.")
    private @Nullable Path model;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            description = "Where the models, report.json and report.html go.")
    private @Nullable Path folder;

    @Option(
            names = "--scheme",
            split = ",",
            paramLabel = "SCHEME",
            description = "One or several of: ${COMPLETION-CANDIDATES}. Default: int8.",
            completionCandidates = Schemes.class)
    private List<String> schemes = List.of("int8");

    @Option(
            names = "--samples",
            paramLabel = "FILE",
            description = "Texts as the model will get them, one a line. Default: random token ids or numbers.")
    private @Nullable Path samples;

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description = "A label for each sample, one a line: a sample's nearest neighbour should have its label.")
    private @Nullable Path labels;

    @Option(
            names = "--tokenizer",
            paramLabel = "FILE",
            description = "For the samples. Default: the *tokenizer.json beside the model.")
    private @Nullable Path tokenizer;

    @Option(
            names = "--shape",
            paramLabel = "INPUT=N,N,…",
            description = "The shape of an input whose dimensions vary, as in x=1,3,48,192.")
    private Map<String, String> shapes = new LinkedHashMap<>();

    @Option(
            names = "--beside",
            paramLabel = "FILE",
            description = "A model that somebody else quantized, to be measured in the same way and compared with.")
    private @Nullable Path beside;

    @Option(names = "--force", description = "Write a model that fails a gate, too; its report says so.")
    private boolean force;

    @Option(names = "--replace", description = "Overwrite what is in DIR.")
    private boolean replace;

    @Option(
            names = "--speed-only-reported",
            description = "Do not refuse a model for being slow: for builds, which share their machine.")
    private boolean speedOnlyReported;

    /** Ends the process where it did not do what was asked: 1 for a model that was refused, 2 for what cannot be done. */
    public static void main(String[] arguments) {
        int code = run(arguments);
        if (code != 0) {
            System.exit(code);
        }
    }

    /** The same without ending the process. */
    static int run(String... arguments) {
        return new CommandLine(new QuantizeCommand())
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    if (e instanceof QuantizeException) {
                        command.getErr().println("quantize: " + e.getMessage());
                        return CANNOT;
                    }
                    throw e;
                })
                .execute(arguments);
    }

    @Override
    public Integer call() {
        Request request = request();
        if (!force && isCurrent(request)) {
            System.out.println(request.folder() + " is made of this model in this way already.");
            return 0;
        }
        long began = System.nanoTime();
        Report report = new Quantizer(request, line -> System.err.println("quantize: " + line + " …")).quantize();
        Summary.print(report, request, System.nanoTime() - began, System.out);
        return report.variants().stream().allMatch(Report.Variant::written) ? 0 : REFUSED;
    }

    private static boolean isCurrent(Request request) {
        return Files.isRegularFile(request.model())
                && OutputFolder.holdsAllModels(request)
                && ReportFile.made(request.folder())
                        .filter(made -> made.equals(Made.of(request)))
                        .isPresent();
    }

    private Request request() {
        List<Scheme> chosen = new ArrayList<>();
        for (String name : schemes) {
            chosen.add(Schemes.named(name.strip()));
        }
        Map<String, List<Long>> sizes = new LinkedHashMap<>();
        shapes.forEach((input, shape) -> sizes.put(input, shape(input, shape)));
        return new Request(
                Objects.requireNonNull(model),
                Objects.requireNonNull(folder),
                chosen,
                samples,
                labels,
                tokenizer,
                sizes,
                beside,
                force,
                replace,
                !speedOnlyReported);
    }

    private static List<Long> shape(String input, String shape) {
        try {
            List<Long> sizes = Arrays.stream(shape.split(","))
                    .map(String::strip)
                    .map(Long::valueOf)
                    .toList();
            if (sizes.stream().allMatch(size -> size > 0)) {
                return sizes;
            }
        } catch (NumberFormatException notNumbers) {
            // told below
        }
        throw new QuantizeException("--shape " + input + ": expected sizes like 1,3,48,192, got " + shape + ".");
    }
}
