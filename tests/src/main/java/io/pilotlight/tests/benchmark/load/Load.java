package io.pilotlight.tests.benchmark.load;

import io.pilotlight.tests.benchmark.process.Question;
import io.pilotlight.tests.benchmark.text.TextOrder;
import io.pilotlight.tests.benchmark.text.Workload;

import java.time.Duration;
import java.util.List;

/**
 * What {@link LoadGenerator} is asked: callers that each wait for an answer before they ask again, for this long or until
 * this many requests are sent, whichever is first.
 *
 * @param ports of the servers, among which callers are dealt out in turns
 * @param order of the texts to send
 * @param headers more of them, each with its line end
 */
record Load(
        List<Integer> ports,
        int callers,
        Workload workload,
        TextOrder order,
        String headers,
        Duration duration,
        long maxRequests)
        implements Question<LoadReport> {
    @Override
    public Class<LoadReport> answerType() {
        return LoadReport.class;
    }
}
