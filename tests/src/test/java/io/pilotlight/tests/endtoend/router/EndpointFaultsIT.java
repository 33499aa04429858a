package io.pilotlight.tests.endtoend.router;

import io.pilotlight.tests.process.Answer;
import io.pilotlight.tests.process.CatalogFiles;
import io.pilotlight.tests.process.Connection;
import io.pilotlight.tests.process.EchoServer;
import io.pilotlight.tests.process.Placement;
import io.pilotlight.tests.process.RawServer;
import io.pilotlight.tests.process.Request;
import io.pilotlight.tests.process.RouterProcess;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Endpoints that do not do what they should: whoever asked is told, soon, and nobody else notices. */
class EndpointFaultsIT {

    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    private static final String HURRY = "Pilotlight-Deadline-Ms";

    private Path folder;
    private CatalogFiles catalog;
    private EchoServer good;

    @BeforeEach
    void startAGoodFunction(@TempDir Path empty) {
        folder = empty;
        good = EchoServer.start();
        catalog = new CatalogFiles(folder)
                .function("good", true)
                .pool("healthy", 1, Map.of("good", Placement.at(good.address())));
    }

    @AfterEach
    void stopIt() {
        good.close();
    }

    /** A router before the good function and one, {@code bad}, whose answers are always the same or not. */
    private RouterProcess before(Placement bad, boolean repeatable) {
        return RouterProcess.start(catalog.function("bad", repeatable).pool("sick", 1, Map.of("bad", bad)));
    }

    private static Answer ask(RouterProcess router) {
        return router.front().send(Ask.of("bad", "anything"));
    }

    private void assertOthersAreServed(RouterProcess router) {
        Request request = Ask.of("good", "undisturbed");
        Answer answer = router.front().send(request);
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(request.body());
    }

    @Test
    void oneThatCrashesAtItsStartIsNotStartedWithEachRequest() throws IOException {
        Path starts = folder.resolve("starts");
        Placement crashing = Placement.of(List.of("/bin/sh", "-c", "echo again >> " + starts + "; exit 3"));
        try (RouterProcess router = before(crashing, true)) {
            for (int i = 0; i < 50; i++) {
                Answer answer = ask(router);

                assertThat(answer.status()).as("%s", answer).isEqualTo(503);
                assertThat(Ask.code(answer)).isEqualTo("NO_ENDPOINT");
                assertThat(Ask.detail(answer)).contains("bad", "sick", "exit code 3");
                assertThat(Integer.parseInt(Ask.header(answer, "Retry-After"))).isBetween(1, 60);
                assertOthersAreServed(router);
            }
            assertThat(Files.readAllLines(starts)).hasSizeLessThan(10);
        }
    }

    @Test
    void oneThatCannotBeStartedIsSaidSo() {
        try (RouterProcess router = before(Placement.of(List.of("/nowhere/to-be-found")), true)) {
            Answer answer = ask(router);

            assertThat(answer.status()).as("%s", answer).isEqualTo(503);
            assertThat(Ask.code(answer)).isEqualTo("NO_ENDPOINT");
            assertThat(Ask.detail(answer)).contains("exit code 127");
            assertOthersAreServed(router);
        }
    }

    @Test
    void oneThatIsNeverReadyIsGivenUp() {
        Placement silent =
                Placement.of(List.of("/bin/sh", "-c", "exec sleep 1000")).with("startTimeout", "1s");
        try (RouterProcess router = before(silent, true)) {
            Answer answer = ask(router);

            assertThat(answer.status()).as("%s", answer).isEqualTo(503);
            assertThat(Ask.detail(answer)).contains("was not ready within 1000 ms");
            assertThat(router.descendants()).isEmpty();
            assertOthersAreServed(router);
        }
    }

    @Test
    void oneThatAnswersGarbageIsNotBelieved() {
        try (RawServer garbage = RawServer.saying("what you have asked is no concern of mine\r\n\r\n");
                RouterProcess router = before(Placement.at(garbage.address()), false)) {
            Answer answer = ask(router);

            assertThat(answer.status()).as("%s", answer).isEqualTo(502);
            assertThat(Ask.code(answer)).isEqualTo("UPSTREAM_FAILED");
            assertOthersAreServed(router);
        }
    }

    @Test
    void oneThatHangsUpWithoutAnAnswerIsAskedAgainOnlyWhereThatIsSafe() {
        try (RawServer deaf = RawServer.start(connection -> {})) {
            try (RouterProcess router = before(Placement.at(deaf.address()), false)) {
                Answer once = ask(router);

                assertThat(once.status()).as("%s", once).isEqualTo(502);
                assertThat(Ask.code(once)).isEqualTo("UPSTREAM_FAILED");
                assertThat(Ask.detail(once)).contains("sick", "whether its work had begun is not known");
                assertThat(deaf.asked()).isEqualTo(1);
            }
            try (RouterProcess router = before(Placement.at(deaf.address()), true)) {
                Answer again = ask(router);

                assertThat(again.status()).as("%s", again).isIn(502, 503);
                assertThat(deaf.asked()).isBetween(3, 6);
                assertOthersAreServed(router);
            }
        }
    }

    @Test
    void oneThatFailsAgainAndAgainIsLeftAloneForAWhile() {
        try (RawServer deaf = RawServer.start(connection -> {});
                RouterProcess router = before(Placement.at(deaf.address()), false)) {
            for (int i = 0; i < 20; i++) {
                assertThat(ask(router).status()).isIn(502, 503);
            }
            Answer refused = ask(router);

            assertThat(deaf.asked()).isLessThan(10);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(Ask.detail(refused)).contains("failed lately");
            assertThat(Ask.header(refused, "Retry-After")).isNotEmpty();
        }
    }

    /** Whoever reads must not take a part for the whole. */
    @Test
    void oneThatEndsInTheMiddleDoesNotPassForWhole() throws IOException {
        try (RawServer early = RawServer.saying(HEAD + "Content-Length: 1000\r\n\r\n{\"embedding\": [1");
                RouterProcess router = before(Placement.at(early.address()), false);
                Connection caller = router.front().connect()) {
            caller.send(Ask.of("bad", "anything").bytes());

            assertThatThrownBy(caller::answer).isInstanceOf(IOException.class);
            assertOthersAreServed(router);
        }
    }

    @Test
    void oneThatNeverFinishesIsWaitedForNoLongerThanTheDeadline() throws IOException {
        try (RawServer stuck = RawServer.start(connection -> {
                    write(connection.getOutputStream(), HEAD + "Content-Length: 1000\r\n\r\n{");
                    connection.getInputStream().read(); // until the router hangs up
                });
                RouterProcess router = before(Placement.at(stuck.address()), false);
                Connection caller = router.front().connect()) {
            caller.send(Ask.of("bad", "anything").header(HURRY, "3000").bytes());

            assertThatThrownBy(caller::answer).isInstanceOf(IOException.class);
            assertOthersAreServed(router);
        }
    }

    @Test
    void oneThatSaysNothingAtAllIsWaitedForNoLongerThanTheDeadline() {
        try (RawServer silent = RawServer.start(
                        connection -> connection.getInputStream().read());
                RouterProcess router = before(Placement.at(silent.address()), false)) {
            Answer answer = router.front().send(Ask.of("bad", "anything").header(HURRY, "300"));

            assertThat(answer.status()).as("%s", answer).isEqualTo(504);
            assertThat(Ask.code(answer)).isEqualTo("DEADLINE_EXCEEDED");
            assertOthersAreServed(router);
        }
    }

    /** The answer comes in single bytes, each in a chunk of its own, and whole. */
    @Test
    void oneThatDripsIsPassedOnAsItComes() {
        try (RawServer dripping = RawServer.start(connection -> {
                    write(connection.getOutputStream(), HEAD + "Transfer-Encoding: chunked\r\n\r\n");
                    for (char one : "{\"drop\":1}".toCharArray()) {
                        write(connection.getOutputStream(), "1\r\n" + one + "\r\n");
                        Thread.sleep(20); // as slow endpoints do
                    }
                    write(connection.getOutputStream(), "0\r\n\r\n");
                });
                RouterProcess router = before(Placement.at(dripping.address()), false)) {
            Answer answer = ask(router);

            assertThat(answer.status()).as("%s", answer).isEqualTo(200);
            assertThat(answer.text()).isEqualTo("{\"drop\":1}");
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
