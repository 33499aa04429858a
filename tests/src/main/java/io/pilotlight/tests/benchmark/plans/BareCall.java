package io.pilotlight.tests.benchmark.plans;

import io.pilotlight.engine.session.Session;
import io.pilotlight.engine.session.SessionSettings;
import io.pilotlight.tests.benchmark.openloop.Inputs;
import io.pilotlight.tests.benchmark.options.Effort;
import io.pilotlight.tests.benchmark.report.Distribution;

import java.time.Duration;
import java.util.stream.DoubleStream;

/** A session's runs one after the other on the calling thread, with no lane around them. */
final class BareCall {
    private BareCall() {}

    /** How long one takes. */
    static double medianMillis(Subject subject, SessionSettings settings, Effort effort) {
        try (Session session = subject.open(settings)) {
            millis(session, subject.inputs(), effort.roundWarmUp());
            return millis(session, subject.inputs(), effort.surveyRound()).median();
        }
    }

    private static Distribution millis(Session session, Inputs inputs, Duration duration) {
        DoubleStream.Builder millis = DoubleStream.builder();
        long start = System.nanoTime();
        long before = start;
        for (long index = 0; before - start < duration.toNanos(); index++) {
            session.run(inputs.at(index));
            long now = System.nanoTime();
            millis.add((now - before) / 1e6);
            before = now;
        }
        return Distribution.of(millis.build().toArray());
    }
}
