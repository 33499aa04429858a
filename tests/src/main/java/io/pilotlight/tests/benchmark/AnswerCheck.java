package io.pilotlight.tests.benchmark;

import io.pilotlight.tests.benchmark.LoadReport.SampledAnswer;

/** Holds the server's answers under load against the bare calls'; a fast wrong answer is worth nothing. */
final class AnswerCheck {
    private final BareCalls bare;

    AnswerCheck(BareCalls bare) {
        this.bare = bare;
    }

    /** Tells of errors, and fails if a sampled answer is not the one that the bare calls give to its text. */
    void check(LoadReport report) {
        if (report.errors() > 0) {
            Progress.say("%d of %d answers were errors, the first: %s"
                    .formatted(report.errors(), report.requests(), report.firstError()));
        }
        for (SampledAnswer sample : report.samples()) {
            sample.embedding().requireSameAs(bare.embed(sample.text()), sample.text());
        }
    }
}
