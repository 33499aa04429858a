package io.pilotlight.tests.benchmark;

import io.pilotlight.tests.benchmark.bare.BareBenchmark;
import io.pilotlight.tests.benchmark.bare.BareCalls;
import io.pilotlight.tests.benchmark.bare.BareSurvey;
import io.pilotlight.tests.benchmark.cache.CacheBenchmark;
import io.pilotlight.tests.benchmark.coldstart.ColdStart;
import io.pilotlight.tests.benchmark.embed.ModelFiles;
import io.pilotlight.tests.benchmark.faults.Faults;
import io.pilotlight.tests.benchmark.json.JsonReading;
import io.pilotlight.tests.benchmark.load.Callers;
import io.pilotlight.tests.benchmark.options.BenchmarkOptions;
import io.pilotlight.tests.benchmark.options.BenchmarkPart;
import io.pilotlight.tests.benchmark.options.Effort;
import io.pilotlight.tests.benchmark.plans.Plans;
import io.pilotlight.tests.benchmark.queue.QueueBenchmark;
import io.pilotlight.tests.benchmark.report.BenchmarkFailure;
import io.pilotlight.tests.benchmark.report.Machine;
import io.pilotlight.tests.benchmark.routing.Routing;
import io.pilotlight.tests.benchmark.soak.Soak;
import io.pilotlight.tests.benchmark.throughput.Throughput;
import io.pilotlight.tests.benchmark.transfer.Transfer;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The program that {@code ./pilotlight bench} starts, in the repository's root. Results go to standard output as Markdown,
 * progress to standard error.
 */
public final class Benchmark {
    private final BenchmarkOptions options;
    private final PrintStream out;

    private Benchmark(BenchmarkOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0 && (arguments[0].equals("--help") || arguments[0].equals("-h"))) {
            System.out.print(BenchmarkOptions.USAGE);
            return;
        }
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        try {
            new Benchmark(BenchmarkOptions.parse(arguments), out).run();
        } catch (BenchmarkFailure failure) {
            System.err.println("bench: " + failure.getMessage());
            System.exit(1);
        }
    }

    private void run() throws IOException, InterruptedException {
        if (options.measuresTexts() || options.parts().contains(BenchmarkPart.PLANS)) {
            ModelFiles.requirePresent();
        }
        options.requireServersBuilt();
        printHeader();
        if (options.measuresTexts()) {
            measureTexts();
        }
        if (options.parts().contains(BenchmarkPart.TRANSFER)) {
            new Transfer(options, out).run();
        }
        if (options.parts().contains(BenchmarkPart.JSON)) {
            new JsonReading(options.effort(), out).run();
        }
        if (options.parts().contains(BenchmarkPart.PLANS)) {
            new Plans(options.effort(), out).run();
        }
        if (options.parts().contains(BenchmarkPart.ROUTER)) {
            new Routing(options.effort(), out).run();
        }
    }

    private void measureTexts() throws IOException, InterruptedException {
        try (BareCalls bare = BareCalls.start();
                Callers callers = Callers.start()) {
            printTexts(bare);
            for (BenchmarkPart part : options.parts()) {
                switch (part) {
                    case COLD_START -> new ColdStart(bare, options, out).run();
                    case BARE -> new BareBenchmark(bare, options.effort(), out).run();
                    case THROUGHPUT -> {
                        BareSurvey survey = new BareBenchmark(bare, options.effort(), out).run();
                        new Throughput(bare, survey, callers, options, out).run();
                    }
                    case CACHE -> new CacheBenchmark(bare, callers, options, out).run();
                    case QUEUE -> new QueueBenchmark(bare, callers, options, out).run();
                    case FAULTS -> new Faults(bare, options, out).run();
                    case SOAK -> new Soak(bare, callers, options, out).run();
                    case TRANSFER, JSON, PLANS, ROUTER -> {} // after this, without the bare calls' process
                }
            }
        }
    }

    private void printHeader() {
        out.printf("## Benchmarks%n%n");
        if (options.effort().equals(Effort.QUICK)) {
            out.printf("Quick figures: orders of magnitude, not for quoting.%n%n");
        }
        out.println(Machine.description());
    }

    private void printTexts(BareCalls bare) {
        out.printf(
                "Texts are embedded by %s, with ONNX Runtime %s.%n",
                ModelFiles.modelDescription(), bare.onnxRuntimeVersion());
        out.printf(
                "All are distinct; short ones have 12 to 16 words (about 16 tokens), long ones 110 to 142 words (about 128 tokens).%n%n");
    }
}
