package io.pilotlight.tests.benchmark.faults;

import io.pilotlight.tests.benchmark.queue.OutcomeReader;
import io.pilotlight.tests.benchmark.queue.OutcomeReader.Seen;
import io.pilotlight.tests.benchmark.queue.RequestWriter;
import io.pilotlight.tests.benchmark.report.BenchmarkFailure;
import io.pilotlight.tests.benchmark.report.Progress;
import io.pilotlight.tests.benchmark.server.FunctionBuild;
import io.pilotlight.tests.benchmark.server.KafkaProcess;
import io.pilotlight.tests.benchmark.server.ServerProcess;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** One round: records, two replicas that work on them, and what happens to them meanwhile. */
final class Campaign implements AutoCloseable {
    private static final int REPLICAS = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Duration AFTER = Duration.ofSeconds(5);
    private static final Duration SESSION = Duration.ofSeconds(3);
    private static final int MOST_FAULTS = 8;

    private final KafkaProcess kafka;
    private final FunctionBuild build;
    private final Ledger ledger;
    private final SplittableRandom random;
    private final Map<Integer, ServerProcess> replicas = new HashMap<>();
    private final Map<String, Integer> done = new TreeMap<>();
    private int outcomes;
    private int starts;

    /** What can happen. */
    private enum Fault {
        KILL,
        PAUSE,
        TERMINATE,
        BROKER
    }

    Campaign(KafkaProcess kafka, FunctionBuild build, Ledger ledger, long seed) {
        this.kafka = kafka;
        this.build = build;
        this.ledger = ledger;
        this.random = new SplittableRandom(seed);
    }

    /** Does it, checks what has come of it, and says what has happened. */
    Map<String, Integer> run() throws InterruptedException {
        try (RequestWriter requests = new RequestWriter(kafka.address());
                OutcomeReader reader =
                        new OutcomeReader(kafka.address(), List.of("embed.results", "embed.dead-letters"))) {
            for (int replica = 0; replica < REPLICAS; replica++) {
                start(replica);
            }
            for (int number = 0; number < Ledger.RECORDS; number++) {
                Ledger.send(requests, number);
            }
            requests.flush();
            List<Seen> seen = harmUntilDone(reader);
            ledger.check(seen);
            outcomes = seen.size();
        }
        return done;
    }

    int outcomes() {
        return outcomes;
    }

    private void start(int replica) {
        Map<String, String> settings = new HashMap<>();
        settings.put("PILOTLIGHT_QUEUE_SERVERS", kafka.address());
        settings.put("PILOTLIGHT_QUEUE_SESSION_TIMEOUT", SESSION.toSeconds() + "s");
        settings.put("PILOTLIGHT_QUEUE_TRANSACTION_TIMEOUT", "5s");
        settings.put("PILOTLIGHT_QUEUE_MAX_POLL_INTERVAL", "60s");
        settings.put("PILOTLIGHT_QUEUE_CHUNK_TIME", "300ms");
        settings.put("PILOTLIGHT_QUEUE_CRASHES", "6"); // what dies here is not the records' fault
        settings.put("PILOTLIGHT_PLAN_MEASURE", "false");
        settings.put("QUARKUS_LOG_CATEGORY__IO_PILOTLIGHT_QUEUE__LEVEL", "DEBUG");
        replicas.put(replica, ServerProcess.start(build, "start-%d-replica-%d".formatted(++starts, replica), settings));
    }

    private List<Seen> harmUntilDone(OutcomeReader reader) throws InterruptedException {
        List<Seen> seen = new ArrayList<>();
        long until = System.nanoTime() + PATIENCE.toNanos();
        long nextFault = System.nanoTime() + pauseNanos();
        int faults = 0;
        while (seen.size() < Ledger.RECORDS) {
            seen.addAll(reader.poll());
            if (faults < MOST_FAULTS && System.nanoTime() - nextFault > 0 && !seen.isEmpty()) {
                harm(Fault.values()[random.nextInt(Fault.values().length)], random.nextInt(REPLICAS));
                faults++;
                nextFault = System.nanoTime() + pauseNanos();
            }
            if (System.nanoTime() - until > 0) {
                throw new BenchmarkFailure("of %d records %d have an outcome after %d s"
                        .formatted(Ledger.RECORDS, seen.size(), PATIENCE.toSeconds()));
            }
        }
        long end = System.nanoTime() + AFTER.toNanos();
        while (System.nanoTime() - end < 0) {
            seen.addAll(reader.poll());
        }
        return seen;
    }

    private long pauseNanos() {
        return Duration.ofMillis(random.nextInt(500, 3_000)).toNanos();
    }

    private void harm(Fault fault, int replica) throws InterruptedException {
        Progress.say("faults: %s".formatted(fault));
        ServerProcess victim = Objects.requireNonNull(replicas.get(replica));
        done.merge(fault.name(), 1, Integer::sum);
        switch (fault) {
            case KILL -> {
                victim.process().kill();
                start(replica);
            }
            case TERMINATE -> {
                victim.close();
                start(replica);
            }
            case PAUSE -> {
                victim.process().pause();
                Thread.sleep(SESSION.plusSeconds(2));
                victim.process().resume();
            }
            case BROKER -> kafka.crash();
        }
    }

    @Override
    public void close() {
        replicas.values().forEach(ServerProcess::close);
    }
}
