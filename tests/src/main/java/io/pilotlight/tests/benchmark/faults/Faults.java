package io.pilotlight.tests.benchmark.faults;

import io.pilotlight.tests.benchmark.bare.BareCalls;
import io.pilotlight.tests.benchmark.options.BenchmarkOptions;
import io.pilotlight.tests.benchmark.report.BenchmarkFailure;
import io.pilotlight.tests.benchmark.report.Progress;
import io.pilotlight.tests.benchmark.server.FunctionBuild;
import io.pilotlight.tests.benchmark.server.KafkaProcess;
import io.pilotlight.tests.benchmark.server.MeasuredFunction;

import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code ./pilotlight bench faults}: rounds of records that two replicas work on while they and the broker are killed. It fails at the
 * first record that has no outcome, two, or a wrong one.
 */
public final class Faults {
    private static final String SEED = "pilotlight.seed";

    private final BareCalls bare;
    private final BenchmarkOptions options;
    private final PrintStream out;

    public Faults(BareCalls bare, BenchmarkOptions options, PrintStream out) {
        this.bare = bare;
        this.options = options;
        this.out = out;
    }

    public void run() throws InterruptedException {
        FunctionBuild build = options.servers(MeasuredFunction.EMBED).getLast();
        long seed = Long.getLong(SEED, System.nanoTime());
        Ledger ledger = new Ledger(bare);
        Map<String, Integer> done = new TreeMap<>();
        long outcomes = 0;
        for (int round = 1; round <= options.effort().faultRounds(); round++) {
            Progress.say("faults: round %d of %d, seed %d"
                    .formatted(round, options.effort().faultRounds(), seed + round));
            try (KafkaProcess kafka = KafkaProcess.start();
                    Campaign campaign = new Campaign(kafka, build, ledger, seed + round)) {
                run(campaign, kafka).forEach((fault, times) -> done.merge(fault, times, Integer::sum));
                outcomes += campaign.outcomes();
            }
        }
        out.printf("### Faults, %s%n%n", build.label());
        out.printf(
                "%d rounds of %,d records, one in a hundred of them malformed and one in fifty sent twice, to two replicas and a broker: %,d outcomes, one for each, all as expected. Meanwhile: %s.%n%n",
                options.effort().faultRounds(), Ledger.RECORDS, outcomes, done);
    }

    private static Map<String, Integer> run(Campaign campaign, KafkaProcess kafka) throws InterruptedException {
        try {
            return campaign.run();
        } catch (BenchmarkFailure e) {
            throw new BenchmarkFailure(
                    "%s; the broker's data is left in %s, each replica's log in tests/target/benchmark"
                            .formatted(e.getMessage(), kafka.keepData()),
                    e);
        }
    }
}
