package io.pilotlight.tests.endtoend.router;

import io.pilotlight.tests.process.Answer;
import io.pilotlight.tests.process.CatalogFiles;
import io.pilotlight.tests.process.FunctionProcess;
import io.pilotlight.tests.process.Json;
import io.pilotlight.tests.process.Placement;
import io.pilotlight.tests.process.RawServer;
import io.pilotlight.tests.process.Request;
import io.pilotlight.tests.process.RouterProcess;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** Who may call what, and who shares what with whom. */
class AccessIT {

    private static final String BODY = "{\"kept\":true}";

    private RawServer function;
    private RouterProcess router;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        function = RawServer.saying("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                + BODY.length()
                + "\r\nCache-Status: Pilotlight; fwd=miss; stored; ttl=3600\r\nConnection: close\r\n\r\n"
                + BODY);
        CatalogFiles catalog = new CatalogFiles(Files.createDirectory(folder.resolve("catalog")))
                .function("one", true)
                .function("other", true)
                .pool(
                        "edge-cpu",
                        1,
                        Map.of("one", Placement.at(function.address()), "other", Placement.at(function.address())));
        Path keys = Files.writeString(
                folder.resolve("keys.json"),
                Json.write(Map.of(
                        "keys",
                        List.of(
                                Map.of("name", "anna", "sha256", sha256("key of anna"), "tenant", "red"),
                                Map.of("name", "ben", "sha256", sha256("key of ben"), "tenant", "blue"),
                                Map.of("name", "ada", "sha256", sha256("key of ada"), "tenant", "red"),
                                Map.of("name", "one-only", "sha256", sha256("key of one"), "functions", List.of("one")),
                                Map.of("name", "slow", "sha256", sha256("key of slow"), "requestsPerSecond", 2),
                                Map.of("name", "root", "sha256", sha256("key of root"), "admin", true)))));
        FunctionProcess.Launch launch = RouterProcess.guarded(catalog)
                .environment("PILOTLIGHT_ACCESS_KEYS", keys.toString())
                .environment("PILOTLIGHT_CACHE_ENABLED", "true");
        router = RouterProcess.of(launch);
    }

    @AfterEach
    void stop() {
        router.close();
        function.close();
    }

    private static String sha256(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private Answer ask(String whose, String of, String text) {
        return router.front().send(as(whose, Ask.of(of, text)));
    }

    private static Request as(String whose, Request request) {
        return request.header("Authorization", "Bearer key of " + whose);
    }

    @Test
    void whoShowsNoKeyIsToldWhatIsExpected() {
        Answer answer = router.front().send(Ask.of("one", "x"));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(Ask.code(answer)).isEqualTo("UNAUTHENTICATED");
        assertThat(Ask.detail(answer)).contains("Authorization", "Bearer", "got none");
        assertThat(function.asked()).isZero();
    }

    @Test
    void whoseKeyIsUnknownIsRefusedWithoutAWordOfIt() {
        Answer answer = ask("a stranger", "one", "x");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.text()).doesNotContain("stranger");
        assertThat(router.front().output()).doesNotContain("stranger");
        assertThat(function.asked()).isZero();
    }

    @Test
    void aKeyOpensOnlyItsFunctions() {
        assertThat(ask("one", "one", "x").status()).isEqualTo(200);

        Answer answer = ask("one", "other", "x");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(Ask.code(answer)).isEqualTo("FORBIDDEN");
        assertThat(Ask.detail(answer)).contains("other", "one-only");
    }

    @Test
    void whoCallsTooOftenIsToldWhenToComeBack() {
        List<Answer> answers = IntStream.range(0, 10)
                .mapToObj(i -> ask("slow", "one", "x" + i))
                .toList();

        assertThat(answers).anyMatch(answer -> answer.status() == 200);
        List<Answer> refused =
                answers.stream().filter(answer -> answer.status() != 200).toList();
        assertThat(refused).isNotEmpty().allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(429);
            assertThat(Ask.header(answer, "Retry-After")).isEqualTo("1");
        });
        assertThat(ask("anna", "one", "y").status()).isEqualTo(200);
    }

    @Test
    void tenantsShareNothingAndThoseOfOneDo() {
        ask("anna", "one", "secret");
        assertThat(Ask.header(ask("ada", "one", "secret"), "Cache-Status")).contains("Pilotlight-Router; hit");

        int before = function.asked();
        Answer foreign = ask("ben", "one", "secret");
        Answer pretended =
                router.front().send(as("ben", Ask.of("one", "secret of hers")).header("Pilotlight-Tenant", "red"));
        Answer hers = ask("anna", "one", "secret of hers");

        assertThat(List.of(foreign, pretended, hers))
                .allSatisfy(
                        answer -> assertThat(Ask.header(answer, "Cache-Status")).doesNotContain("hit"));
        assertThat(function.asked() - before).isEqualTo(3);
    }

    @Test
    void onlyAnAdministratorSeesThePools() {
        assertThat(router.front().send(Request.get("/pools")).status()).isEqualTo(401);
        assertThat(router.front().send(as("anna", Request.get("/pools"))).status())
                .isEqualTo(403);
        assertThat(router.front().send(as("root", Request.get("/pools"))).status())
                .isEqualTo(200);
    }
}
