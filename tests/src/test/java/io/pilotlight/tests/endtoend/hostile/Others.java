package io.pilotlight.tests.endtoend.hostile;

import io.pilotlight.tests.process.Answer;
import io.pilotlight.tests.process.Connection;
import io.pilotlight.tests.process.FunctionProcess;
import io.pilotlight.tests.process.Request;

import java.io.IOException;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Those who share the process with an attacker. */
final class Others {

    static final Request ASK = Request.post("/embed", "{\"text\": \"hello world\"}");

    /** Hundreds of times what it takes: a bound for an answer that does not come because of somebody else. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private Others() {}

    /** They are answered while it happens. */
    static void areServedSoon(FunctionProcess function) throws IOException {
        assertThat(soon(function, Request.get("/v2/health/ready")).status()).isEqualTo(200);
        assertThat(soon(function, ASK).status()).isEqualTo(200);
    }

    /** An answer, which must come within a second. */
    static Answer soon(FunctionProcess function, Request request) throws IOException {
        try (Connection connection = function.connect()) {
            connection.patience(SOON);
            connection.send(request.bytes());
            return connection.answer();
        }
    }

    /** They are answered afterwards, nothing of the attack is left, and it is not what the log is full of. */
    static void areUnharmed(FunctionProcess function) throws IOException {
        await().until(() -> function.metrics().gauge("http_server_active_requests") == 0);
        areServedSoon(function);
        assertThat(function.output()).doesNotContain(" ERROR ", " WARN ");
    }
}
