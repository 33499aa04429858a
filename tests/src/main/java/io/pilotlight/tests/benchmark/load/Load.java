package io.pilotlight.tests.benchmark.load;

import io.pilotlight.tests.benchmark.process.Question;
import io.pilotlight.tests.benchmark.text.Texts;
import io.pilotlight.tests.benchmark.text.Workload;

import java.time.Duration;

/**
 * What {@link LoadGenerator} is asked: callers that each wait for an answer before they ask again, for this long or until
 * this many requests are sent, whichever is first.
 *
 * @param firstText the index of the first of the {@link Texts} to send; no text is sent twice
 */
record Load(int port, int callers, Workload workload, long firstText, Duration duration, long maxRequests)
        implements Question<LoadReport> {
    @Override
    public Class<LoadReport> answerType() {
        return LoadReport.class;
    }
}
