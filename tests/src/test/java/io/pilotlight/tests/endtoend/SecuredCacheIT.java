package io.pilotlight.tests.endtoend;

import io.pilotlight.tests.process.Answer;
import io.pilotlight.tests.process.Authority;
import io.pilotlight.tests.process.FunctionProcess;
import io.pilotlight.tests.process.InfinispanProcess;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;

import static io.pilotlight.tests.endtoend.CachedTexts.embed;
import static io.pilotlight.tests.endtoend.CachedTexts.status;
import static io.pilotlight.tests.endtoend.CachedTexts.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Replicas that share answers through a server with TLS and users, and those that it or they do not believe. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(300)
@SuppressWarnings("NullAway.Init") // before all tests
final class SecuredCacheIT {

    private static final String USER = "function";
    private static final String PASSWORD = "a password for tests only";
    private static final String WRONG_PASSWORD = "another password for tests";

    /** What connecting may take, and the time until it is tried again. */
    private static final Duration SOON = Duration.ofSeconds(20);

    /** Several attempts to connect, a second apart. */
    private static final Duration ATTEMPTS = Duration.ofSeconds(4);

    @TempDir
    private static Path home;

    private static Authority authority;
    private static InfinispanProcess infinispan;

    @BeforeAll
    static void start() throws IOException {
        Path configuration = Files.createDirectories(home.resolve("conf"));
        authority = Authority.make(configuration, "authority");
        authority.sign("localhost");
        authority.writeServerPem(configuration.resolve("server.pem"));
        Files.writeString(configuration.resolve("users.properties"), USER + "=" + PASSWORD);
        Files.writeString(configuration.resolve("groups.properties"), USER + "=function");
        infinispan = InfinispanProcess.startSecured(home);
    }

    @AfterAll
    static void stop() {
        infinispan.close();
    }

    private static FunctionProcess.Launch replica() {
        return FunctionProcess.launch()
                .environment("PILOTLIGHT_CACHE_ENABLED", "true")
                .environment("PILOTLIGHT_CACHE_SHARED_SERVERS", "localhost:" + infinispan.port())
                .environment("PILOTLIGHT_CACHE_SHARED_TLS", "true")
                .environment(
                        "PILOTLIGHT_CACHE_SHARED_TRUST_STORE",
                        authority.certificate().toString())
                .environment("PILOTLIGHT_CACHE_SHARED_USERNAME", USER)
                .environment("PILOTLIGHT_CACHE_SHARED_PASSWORD", PASSWORD)
                .environment("PILOTLIGHT_CACHE_SHARED_BUDGET", "200ms"); // the machine of a test has other things to do
    }

    @Test
    void replicasShareAnswers() {
        try (FunctionProcess one = replica().start();
                FunctionProcess other = replica().start()) {
            sharing(one);
            sharing(other);
            String text = text();
            Answer first = one.send(embed(text));

            await().atMost(SOON).until(() -> kept(other, text) == 200);
            Answer second = other.send(embed(text));

            assertThat(status(second)).startsWith("Pilotlight; hit");
            assertThat(second.text()).isEqualTo(first.text());
            assertThat((one.output() + other.output()).lines())
                    .filteredOn(line -> line.matches(".* (WARN|ERROR) .*"))
                    .allMatch(line -> line.endsWith("no answer in time")); // on a busy machine, at first
            keepsSecrets(one);
        }
    }

    private static void sharing(FunctionProcess replica) {
        await().atMost(SOON).until(() -> status(replica.send(embed(text()))).contains("stored"));
    }

    /** 200 if the replica has an answer, 504 if not. */
    private static int kept(FunctionProcess replica, String text) {
        return replica.send(embed(text).header("Cache-Control", "only-if-cached"))
                .status();
    }

    @Test
    void answersWithAWrongPassword() {
        answersAlone(
                replica().environment("PILOTLIGHT_CACHE_SHARED_PASSWORD", WRONG_PASSWORD),
                "the username or the password is not accepted");
    }

    @Test
    void answersWithAnAuthorityThatDoesNotKnowTheServer(@TempDir Path folder) {
        Path foreign = Authority.make(folder, "foreign").certificate();
        answersAlone(
                replica().environment("PILOTLIGHT_CACHE_SHARED_TRUST_STORE", foreign.toString()),
                "no authority of trust store " + foreign + " vouches for the server's certificate");
    }

    @Test
    void answersWhereTheServerHasAnotherName() {
        answersAlone(
                replica().environment("PILOTLIGHT_CACHE_SHARED_SERVERS", infinispan.address()),
                "the server's certificate is not accepted for \"127.0.0.1\": No subject alternative names");
    }

    @Test
    void answersWithoutTlsWhereTheServerExpectsIt() {
        answersAlone(
                FunctionProcess.launch()
                        .environment("PILOTLIGHT_CACHE_ENABLED", "true")
                        .environment("PILOTLIGHT_CACHE_SHARED_SERVERS", "localhost:" + infinispan.port()),
                "It may expect TLS, which is not configured");
    }

    @Test
    void doesNotStartWithATrustStoreThatCannotBeRead() throws InterruptedException {
        Path missing = home.resolve("missing.pem");
        assertThat(replica()
                        .environment("PILOTLIGHT_CACHE_SHARED_TRUST_STORE", missing.toString())
                        .failToStart())
                .contains("setting pilotlight.cache.shared.trust-store: expected a PEM file that can be read, got "
                        + missing);
    }

    /** It says once what is wrong, however often it tries, and no more. */
    private static void answersAlone(FunctionProcess.Launch launch, String fault) {
        try (FunctionProcess replica = launch.start()) {
            String begin = "the shared cache \"pilotlight\" at ";
            await().atMost(SOON)
                    .until(() -> bypassed(replica) && replica.output().contains(fault));
            await().during(ATTEMPTS).atMost(SOON).until(() -> bypassed(replica));

            assertThat(replica.output()
                            .lines()
                            .filter(line -> line.matches(".* (WARN|ERROR) .*|\\s+at .*|Caused by.*"))
                            .filter(line -> !line.endsWith("no answer in time"))) // on a busy machine, at first
                    .singleElement()
                    .satisfies(line -> assertThat(line).contains(begin, "nothing is shared until it can: ", fault));
            keepsSecrets(replica);
        }
    }

    private static boolean bypassed(FunctionProcess replica) {
        return status(replica.send(embed(text()))).equals("Pilotlight; fwd=bypass");
    }

    private static void keepsSecrets(FunctionProcess replica) {
        for (String secret : new String[] {PASSWORD, WRONG_PASSWORD}) {
            String encoded = Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
            assertThat(replica.output()).doesNotContain(secret, encoded);
        }
    }
}
