package io.pilotlight.tests.benchmark.faults;

import io.pilotlight.tests.benchmark.bare.BareCalls;
import io.pilotlight.tests.benchmark.embed.Embedding;
import io.pilotlight.tests.benchmark.queue.OutcomeReader.Seen;
import io.pilotlight.tests.benchmark.queue.RequestWriter;
import io.pilotlight.tests.benchmark.report.BenchmarkFailure;
import io.pilotlight.tests.benchmark.text.Texts;
import io.pilotlight.tests.benchmark.text.Workload;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is sent, and what must come of it. */
final class Ledger {
    static final int RECORDS = Integer.getInteger("pilotlight.fault-records", 5_000);

    private static final int KEYS = 64;
    private static final Texts TEXTS = new Texts(Workload.SHORT);

    private final BareCalls bare;
    private final Map<Integer, Embedding> answers = new HashMap<>();

    Ledger(BareCalls bare) {
        this.bare = bare;
    }

    private static boolean isMalformed(int number) {
        return number % 100 == 17;
    }

    private static boolean isRepeated(int number) {
        return number % 50 == 3;
    }

    static void send(RequestWriter requests, int number) {
        String json = isMalformed(number) ? "{\"text\": " + number + "}" : "{\"text\": \"" + TEXTS.at(number) + "\"}";
        for (int time = 0; time < (isRepeated(number) ? 2 : 1); time++) {
            requests.send("key-" + number % KEYS, String.valueOf(number), json);
        }
    }

    static int number(Seen outcome) {
        return Integer.parseInt(outcome.header("idempotency-key"));
    }

    /** Fails unless each record has one outcome, the right one, and those of a key come in the order of its records. */
    void check(List<Seen> outcomes) {
        Map<Integer, Seen> seen = new HashMap<>();
        Map<String, Integer> latest = new HashMap<>();
        for (Seen outcome : outcomes) {
            int number = number(outcome);
            Seen other = seen.put(number, outcome);
            if (other != null) {
                throw new BenchmarkFailure(
                        "record %d has two outcomes: %s and %s".formatted(number, at(other), at(outcome)));
            }
            checkAnswer(number, outcome);
            if (outcome.isResult() && outcome.header("pilotlight-attempts").equals("1")) {
                Integer before = latest.put(new String(outcome.record().key(), StandardCharsets.UTF_8), number);
                if (before != null && before > number) {
                    throw new BenchmarkFailure("the result of record %d comes after that of %d, of the same key"
                            .formatted(number, before));
                }
            }
        }
        if (seen.size() != RECORDS) {
            throw new BenchmarkFailure("of %d records %d have an outcome".formatted(RECORDS, seen.size()));
        }
    }

    private void checkAnswer(int number, Seen outcome) {
        if (isMalformed(number)) {
            if (outcome.isResult() || !outcome.header("pilotlight-error-code").equals("INVALID_REQUEST")) {
                throw new BenchmarkFailure("record %d is malformed, and got %s".formatted(number, at(outcome)));
            }
            return;
        }
        if (!outcome.isResult()) {
            throw new BenchmarkFailure("record %d has no result but %s: %s %s"
                    .formatted(
                            number,
                            at(outcome),
                            outcome.header("pilotlight-error-code"),
                            outcome.header("pilotlight-error-message")));
        }
        Embedding right = answers.computeIfAbsent(number, it -> bare.embed(TEXTS.at(it)));
        Embedding.fromJson(outcome.value()).requireSameAs(right, TEXTS.at(number));
    }

    private static String at(Seen outcome) {
        return outcome.record().topic() + "-" + outcome.record().partition() + "@"
                + outcome.record().offset();
    }
}
