package io.pilotlight.tests.endtoend.hostile;

import io.pilotlight.tests.process.Answer;
import io.pilotlight.tests.process.FunctionProcess;
import io.pilotlight.tests.process.Request;
import io.pilotlight.tests.process.SharedFunction;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Refuses every request of {@code requests.txt} as it says there, and is afterwards what it was before. */
@ExtendWith(SharedFunction.class)
class HostileRequestsIT {

    /** Room for heap that the runtime keeps for the next burst; a kept body or a leak per request is far more. */
    private static final long MEMORY_GROWTH_BOUND = 300L << 20;

    private final FunctionProcess function;

    HostileRequestsIT(FunctionProcess function) {
        this.function = function;
    }

    @TestFactory
    Stream<DynamicTest> refusesWith() {
        long before = function.residentBytes().orElse(0);
        Stream<DynamicTest> refusals = HostileRequest.all()
                .map(hostile -> DynamicTest.dynamicTest(
                        hostile.status() + " " + hostile.request().method() + " "
                                + shortened(hostile.request().target()) + ": " + hostile.what(),
                        () -> isRefused(hostile)));
        Stream<DynamicTest> afterwards = Stream.of(
                DynamicTest.dynamicTest("and answers as before", this::answersAsBefore),
                DynamicTest.dynamicTest("and holds nothing of it", this::holdsNothing),
                DynamicTest.dynamicTest("and keeps its memory", () -> keepsItsMemory(before)),
                DynamicTest.dynamicTest("and blames nobody but the callers", this::blamesNobodyButTheCallers));
        return Stream.concat(refusals, afterwards);
    }

    private void isRefused(HostileRequest hostile) {
        Answer answer = function.send(hostile.request());

        assertThat(answer.status()).as("%s: %s", hostile.what(), answer).isEqualTo(hostile.status());
        hostile.form().ifPresent(form -> {
            String message = form.messageIn(answer);
            hostile.named()
                    .forEach(named -> assertThat(message).as(hostile.what()).contains(named));
        });
        assertThat(answer.header("Allow").isPresent())
                .as("%s: Allow in %s", hostile.what(), answer)
                .isEqualTo(hostile.status() == 405);
    }

    private void answersAsBefore() {
        assertThat(function.isReady()).isTrue();
        assertThat(function.send(Request.post("/embed", "{\"text\": \"hello world\"}"))
                        .status())
                .isEqualTo(200);
    }

    private void holdsNothing() {
        await().until(() -> function.metrics().gauge("http_server_active_requests") == 0
                && function.metrics().gauge("pilotlight_inference_queued_rows") == 0);
    }

    private void keepsItsMemory(long residentBefore) {
        function.residentBytes().ifPresent(resident -> assertThat(resident - residentBefore)
                .as("growth of resident memory, from %d bytes", residentBefore)
                .isLessThan(MEMORY_GROWTH_BOUND));
    }

    /** A caller's fault is none of the operator's: a flood of bad requests must not become a flood of log lines. */
    private void blamesNobodyButTheCallers() {
        assertThat(function.output()).doesNotContain(" ERROR ", " WARN ");
    }

    private static String shortened(String target) {
        return target.length() <= 60 ? target : target.substring(0, 60) + "…";
    }
}
