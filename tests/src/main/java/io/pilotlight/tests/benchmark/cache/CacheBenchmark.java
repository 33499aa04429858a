package io.pilotlight.tests.benchmark.cache;

import io.pilotlight.tests.benchmark.bare.BareCalls;
import io.pilotlight.tests.benchmark.load.AnswerCheck;
import io.pilotlight.tests.benchmark.load.Callers;
import io.pilotlight.tests.benchmark.options.BenchmarkOptions;
import io.pilotlight.tests.benchmark.server.FunctionBuild;
import io.pilotlight.tests.benchmark.server.InfinispanProcess;
import io.pilotlight.tests.benchmark.server.MeasuredFunction;

import java.io.PrintStream;
import java.util.List;

/** What a known answer saves, what it costs to find out that it is not known, and how many computations popularity saves. */
public final class CacheBenchmark {
    private final Bench bench;
    private final BenchmarkOptions options;
    private final PrintStream out;

    public CacheBenchmark(BareCalls bare, Callers callers, BenchmarkOptions options, PrintStream out) {
        this.bench = new Bench(callers, new AnswerCheck(bare), options.effort());
        this.options = options;
        this.out = out;
    }

    public void run() throws InterruptedException {
        List<FunctionBuild> builds = options.servers(MeasuredFunction.EMBED);
        out.printf("### The cache%n%n");
        Hits hits = new Hits(bench);
        Misses misses = new Misses(bench);
        Crowds crowds = new Crowds(bench);
        Popularity popularity = new Popularity(bench);
        for (FunctionBuild build : builds) {
            try (InfinispanProcess infinispan = InfinispanProcess.start()) {
                hits.measure(build, infinispan);
                misses.measure(build, infinispan);
                crowds.measure(build, infinispan);
            }
            try (InfinispanProcess empty = InfinispanProcess.start()) {
                popularity.measure(build, empty);
            }
        }
        hits.print(out);
        misses.print(out);
        crowds.print(out);
        popularity.print(out);
    }
}
