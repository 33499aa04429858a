package io.pilotlight.tests.benchmark.transfer;

import io.pilotlight.tests.benchmark.process.Question;

import java.time.Duration;

/**
 * What {@link TransferLoadGenerator} is asked: callers that each wait for an answer before they ask again, for this long.
 *
 * @param port of the server, or of the echo: both get the same bytes
 */
record TransferLoad(int port, Carrier carrier, int callers, Duration duration) implements Question<TransferReport> {
    @Override
    public Class<TransferReport> answerType() {
        return TransferReport.class;
    }
}
