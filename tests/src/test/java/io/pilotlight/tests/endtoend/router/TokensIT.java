package io.pilotlight.tests.endtoend.router;

import io.pilotlight.tests.process.Answer;
import io.pilotlight.tests.process.CatalogFiles;
import io.pilotlight.tests.process.ErrorForm;
import io.pilotlight.tests.process.Placement;
import io.pilotlight.tests.process.RawServer;
import io.pilotlight.tests.process.Request;
import io.pilotlight.tests.process.RouterProcess;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Callers who come with tokens of an OpenID Connect provider: which are good, and what becomes of the others. */
class TokensIT {

    private static final String AUDIENCE = "pilotlight";
    private static final String BODY = "{\"kept\":true}";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final SigningKey strange = SigningKey.make("strange");
    private OidcProvider provider;
    private RawServer function;
    private CatalogFiles catalog;

    @BeforeEach
    void serve(@TempDir Path folder) throws IOException {
        provider = OidcProvider.away();
        function = RawServer.saying("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                + BODY.length()
                + "\r\nCache-Status: Pilotlight; fwd=miss; stored; ttl=3600\r\nConnection: close\r\n\r\n"
                + BODY);
        catalog = new CatalogFiles(folder)
                .function("one", true)
                .function("other", true)
                .pool(
                        "edge-cpu",
                        1,
                        Map.of("one", Placement.at(function.address()), "other", Placement.at(function.address())));
    }

    @AfterEach
    void stop() {
        provider.close();
        function.close();
    }

    private RouterProcess start() {
        return RouterProcess.of(RouterProcess.guarded(catalog)
                .environment("PILOTLIGHT_ACCESS_OIDC_ENABLED", "true")
                .environment("PILOTLIGHT_ACCESS_OIDC_ISSUER", provider.issuer())
                .environment("PILOTLIGHT_ACCESS_OIDC_AUDIENCE", AUDIENCE)
                .environment("PILOTLIGHT_ACCESS_OIDC_TENANT_CLAIM", "shop")
                .environment("PILOTLIGHT_ACCESS_OIDC_FUNCTIONS_CLAIM", "functions")
                .environment("PILOTLIGHT_CACHE_ENABLED", "true"));
    }

    /** What a good token says. */
    private Map<String, Object> claims() {
        return Map.of(
                "iss", provider.issuer(),
                "aud", AUDIENCE,
                "sub", "anna",
                "shop", "red",
                "functions", List.of("one"),
                "exp", Instant.now().plusSeconds(300).getEpochSecond(),
                "iat", Instant.now().getEpochSecond());
    }

    private Map<String, Object> claims(String name, Object value) {
        Map<String, Object> claims = new HashMap<>(claims());
        claims.put(name, value);
        return claims;
    }

    private Map<String, Object> claimsWithout(String name) {
        Map<String, Object> claims = new HashMap<>(claims());
        claims.remove(name);
        return claims;
    }

    private String good() {
        return provider.key().sign(claims());
    }

    private static Answer ask(RouterProcess router, String token, Request request) {
        return router.front().send(request.header("Authorization", "Bearer " + token));
    }

    @Test
    void aGoodTokenOpensItsFunctionsForItsTenant() throws IOException {
        provider.open();
        try (RouterProcess router = start()) {
            Answer first = ask(router, good(), Ask.of("one", "x"));
            Answer ofHerTenant = ask(router, provider.key().sign(claims("sub", "ada")), Ask.of("one", "x"));
            Answer foreign = ask(router, provider.key().sign(claims("shop", "blue")), Ask.of("one", "x"));
            Answer other = ask(router, good(), Ask.of("other", "x"));
            Answer pools = ask(router, good(), Request.get("/pools"));

            assertThat(first.status()).as("%s", first).isEqualTo(200);
            assertThat(Ask.header(ofHerTenant, "Cache-Status")).contains("Pilotlight-Router; hit");
            assertThat(foreign.status()).isEqualTo(200);
            assertThat(Ask.header(foreign, "Cache-Status")).doesNotContain("hit");
            assertThat(other.status()).isEqualTo(403);
            assertThat(Ask.code(other)).isEqualTo("FORBIDDEN");
            assertThat(Ask.detail(other)).contains("other", "anna");
            assertThat(pools.status()).isEqualTo(403);
        }
    }

    @Test
    void aTokenThatIsNotGoodIsRefusedInTheFormOfItsProtocol() throws IOException {
        provider.open();
        Map<String, String> tokens = Map.of(
                "expired",
                        provider.key()
                                .sign(claims(
                                        "exp", Instant.now().minusSeconds(60).getEpochSecond())),
                "without an end", provider.key().sign(claimsWithout("exp")),
                "for somebody else", provider.key().sign(claims("aud", "another")),
                "for nobody in particular", provider.key().sign(claimsWithout("aud")),
                "of another issuer", provider.key().sign(claims("iss", "http://localhost:1")),
                "without a tenant", provider.key().sign(claimsWithout("shop")),
                "of a key that the provider does not know", strange.sign(claims()),
                "of a key that pretends to be the provider's", new SigningKey("first", strange.pair()).sign(claims()),
                "not signed", provider.key().unsigned("none", claims()) + ".",
                "no token at all", "0123456789");
        try (RouterProcess router = start()) {
            tokens.forEach((kind, token) -> {
                requireRefusal(ask(router, token, Ask.of("one", "x")), ErrorForm.PROBLEM, kind);
                requireRefusal(
                        ask(router, token, Request.post("/v2/models/one/infer", "{\"inputs\": []}")),
                        ErrorForm.OPEN_INFERENCE,
                        kind);
                requireRefusal(
                        ask(router, token, Request.post("/v1/embeddings", "{\"model\": \"one\", \"input\": \"x\"}")),
                        ErrorForm.OPENAI,
                        kind);
                assertThat(router.front().output()).as(kind).doesNotContain(token);
            });
            assertThat(function.asked()).isZero();
            assertThat(provider.introspections())
                    .as("keys must not be sent to a provider")
                    .isZero();
            assertThat(ask(router, good(), Ask.of("one", "x")).status()).isEqualTo(200);
        }
    }

    private static void requireRefusal(Answer answer, ErrorForm form, String kind) {
        assertThat(answer.status()).as("a token %s: %s", kind, answer).isEqualTo(401);
        assertThat(Ask.header(answer, "WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(form.messageIn(answer)).contains("Authorization");
    }

    /** Somebody had come with a key that nobody knows before, for which the provider was asked in vain. */
    @Test
    void aKeyThatTheProviderHasChangedIsFound() throws IOException {
        provider.open();
        try (RouterProcess router = start()) {
            assertThat(ask(router, good(), Ask.of("one", "x")).status()).isEqualTo(200);
            assertThat(ask(router, strange.sign(claims()), Ask.of("one", "x")).status())
                    .isEqualTo(401);

            provider.rotate("second");

            await().atMost(PATIENCE)
                    .until(() -> ask(router, good(), Ask.of("one", "x")).status() == 200);
        }
    }

    @Test
    void aProviderThatIsNotThereYetIsFoundWhenItComes() throws IOException {
        try (RouterProcess router = start()) {
            Answer meanwhile = ask(router, good(), Ask.of("one", "x"));
            assertThat(meanwhile.status()).as("%s", meanwhile).isEqualTo(503);
            assertThat(Ask.detail(meanwhile)).contains("token", "provider");
            assertThat(Ask.header(meanwhile, "Retry-After")).isNotEmpty();

            provider.open();

            await().atMost(PATIENCE)
                    .until(() -> ask(router, good(), Ask.of("one", "x")).status() == 200);
        }
    }
}
