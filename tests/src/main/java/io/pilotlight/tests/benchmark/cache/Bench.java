package io.pilotlight.tests.benchmark.cache;

import io.pilotlight.tests.benchmark.load.AnswerCheck;
import io.pilotlight.tests.benchmark.load.Callers;
import io.pilotlight.tests.benchmark.load.LoadReport;
import io.pilotlight.tests.benchmark.options.Effort;
import io.pilotlight.tests.benchmark.report.Progress;
import io.pilotlight.tests.benchmark.server.FunctionBuild;
import io.pilotlight.tests.benchmark.server.InfinispanProcess;
import io.pilotlight.tests.benchmark.server.ServerProcess;
import io.pilotlight.tests.benchmark.text.TextOrder;
import io.pilotlight.tests.benchmark.text.Workload;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What every measurement of the cache has at hand. */
record Bench(Callers callers, AnswerCheck answers, Effort effort) {
    private static final int WARM_UP_CALLERS = 8;

    /** One for all servers of a build: what lanes they have must not make the difference. */
    private static final Path PLANS = Path.of("tests", "target", "benchmark").toAbsolutePath();

    /**
     * A function that is ready and has seen load.
     *
     * @param role which of several it is
     */
    ServerProcess start(FunctionBuild build, String role, Keeping keeping, InfinispanProcess infinispan)
            throws InterruptedException {
        Map<String, String> settings = new HashMap<>(keeping.settings(infinispan));
        settings.put(
                "PILOTLIGHT_PLAN_FILE",
                PLANS.resolve("plans-" + build.label().toLowerCase(Locale.ROOT) + ".json")
                        .toString());
        ServerProcess server = ServerProcess.startPlanned(build, role, settings);
        Progress.say("cache: warming up the %s server, answers kept in %s".formatted(build.label(), keeping.label()));
        answers.check(callers.callFor(effort.serverWarmUp(), WARM_UP_CALLERS, Workload.MIXED, server));
        return server;
    }

    /** Load for one round, after as much as it takes to get going; its answers are checked. */
    LoadReport round(int count, Workload workload, TextOrder order, ServerProcess server) {
        checked(callers.callFor(effort.roundWarmUp(), count, workload, order, List.of(server.port())));
        return checked(callers.callFor(effort.round(), count, workload, order, List.of(server.port())));
    }

    /** The same with texts that nobody has asked about. */
    LoadReport distinctRound(int count, Workload workload, ServerProcess server) {
        answers.check(callers.callFor(effort.roundWarmUp(), count, workload, server));
        return checked(callers.callFor(effort.round(), count, workload, server));
    }

    /** The load as it was, if its answers are right. */
    LoadReport checked(LoadReport report) {
        answers.check(report);
        return report;
    }
}
