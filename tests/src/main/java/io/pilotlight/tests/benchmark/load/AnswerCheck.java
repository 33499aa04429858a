package io.pilotlight.tests.benchmark.load;

import io.pilotlight.tests.benchmark.bare.BareCalls;
import io.pilotlight.tests.benchmark.load.LoadReport.SampledAnswer;
import io.pilotlight.tests.benchmark.report.Progress;

/** Holds the server's answers under load against the bare calls'; a fast wrong answer is worth nothing. */
public final class AnswerCheck {
    private final BareCalls bare;

    public AnswerCheck(BareCalls bare) {
        this.bare = bare;
    }

    /** Tells of errors, and fails if a sampled answer is not the one that the bare calls give to its text. */
    public void check(LoadReport report) {
        if (report.errors() > 0) {
            Progress.say("%d of %d answers were errors, the first: %s"
                    .formatted(report.errors(), report.requests(), report.firstError()));
        }
        for (SampledAnswer sample : report.samples()) {
            sample.embedding().requireSameAs(bare.embed(sample.text()), sample.text());
        }
    }
}
