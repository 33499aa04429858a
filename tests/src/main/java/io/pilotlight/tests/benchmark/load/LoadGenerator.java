package io.pilotlight.tests.benchmark.load;

import io.pilotlight.tests.benchmark.process.Answers;

import java.io.IOException;
import java.io.Serializable;

/**
 * Calls {@code POST /embed} over HTTP/1.1 keep-alive connections. It shares the machine with the server, so it is made to
 * use little of it: one thread for all callers, plain bytes in and out, answers parsed only in samples and afterwards.
 */
final class LoadGenerator implements Answers<Load> {
    private LoadGenerator() {}

    public static void main(String[] arguments) throws Exception {
        Answers.serve(Load.class, new LoadGenerator());
    }

    @Override
    public Serializable answer(Load load) throws IOException {
        try (LoadRound round = new LoadRound(load)) {
            return round.run();
        }
    }
}
