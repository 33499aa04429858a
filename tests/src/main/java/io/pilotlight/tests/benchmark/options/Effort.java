package io.pilotlight.tests.benchmark.options;

import java.time.Duration;

/**
 * How long and how often things are measured.
 *
 * @param coldStarts starts of each server
 * @param surveyPasses rounds of each bare arrangement, to find the best
 * @param surveyRound how long each of those is measured
 * @param planRounds rounds in each of which every plan of the engine is measured as long
 * @param pairs rounds of the server and of what it is compared with, in turns
 * @param round how long each of those is measured
 * @param roundWarmUp what precedes each, unmeasured
 * @param serverWarmUp load on a server before its first round, until its compilers have settled
 * @param soakRequests requests in all
 * @param popularRequests for texts some of which are asked about often
 * @param readings of the same JSON, by each reader
 * @param queuedTexts in a backlog
 * @param faultRounds campaigns against a queue
 */
public record Effort(
        int coldStarts,
        int surveyPasses,
        Duration surveyRound,
        int planRounds,
        int pairs,
        Duration round,
        Duration roundWarmUp,
        Duration serverWarmUp,
        long soakRequests,
        long popularRequests,
        int readings,
        int queuedTexts,
        int faultRounds) {

    /** Figures to quote. */
    static final Effort FULL = new Effort(
            15,
            3,
            Duration.ofSeconds(1),
            7,
            5,
            Duration.ofSeconds(6),
            Duration.ofMillis(700),
            Duration.ofSeconds(60),
            300_000,
            50_000,
            100,
            20_000,
            50);

    /** Whether it works, and the order of magnitude. */
    public static final Effort QUICK = new Effort(
            5,
            2,
            Duration.ofMillis(500),
            3,
            2,
            Duration.ofSeconds(2),
            Duration.ofMillis(300),
            Duration.ofSeconds(5),
            30_000,
            10_000,
            15,
            2_000,
            3);
}
