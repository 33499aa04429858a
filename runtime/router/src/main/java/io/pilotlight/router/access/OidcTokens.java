package io.pilotlight.router.access;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticator;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.json.JsonArray;
import jakarta.json.JsonString;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Callers by their bearer tokens, which Quarkus verifies. */
@Singleton
public class OidcTokens {

    /** Callers whose rates are remembered; the one who called least lately goes first. */
    private static final int MOST_CALLERS = 10_000;

    private final HttpAuthenticator authenticator;
    private final AccessConfig.Oidc config;
    private final Map<String, Rate> rates = new LinkedHashMap<>(16, 0.75f, true);

    @Inject
    OidcTokens(HttpAuthenticator authenticator, AccessConfig config) {
        this.authenticator = authenticator;
        this.config = config.oidc();
    }

    boolean isEnabled() {
        return config.enabled();
    }

    /** Whose the token of that request is; empty where it is none that is accepted. Completes on the request's event loop. */
    Future<Optional<Caller>> owner(RoutingContext request) {
        Promise<Optional<Caller>> owner = Promise.promise();
        io.vertx.core.Context eventLoop = request.vertx().getOrCreateContext();
        authenticator
                .attemptAuthentication(request)
                .subscribe()
                .with(
                        identity -> eventLoop.runOnContext(back ->
                                owner.complete(Optional.ofNullable(identity).flatMap(this::caller))),
                        refused -> eventLoop.runOnContext(back -> owner.complete(Optional.empty())));
        return owner.future();
    }

    private Optional<Caller> caller(SecurityIdentity identity) {
        if (!(identity.getPrincipal() instanceof JsonWebToken token)) {
            return Optional.empty();
        }
        Optional<Set<String>> functions = config.functionsClaim().map(claim -> texts(token.getClaim(claim)));
        return Optional.ofNullable(token.<@Nullable Object>getClaim(config.tenantClaim()))
                .map(OidcTokens::text)
                .map(tenant -> new Caller(
                        String.valueOf(token.getName()),
                        tenant,
                        functions,
                        rate(String.valueOf(token.getSubject())),
                        false));
    }

    private static String text(Object claim) {
        return claim instanceof JsonString text ? text.getString() : String.valueOf(claim);
    }

    private static Set<String> texts(@Nullable Object claim) {
        return switch (claim) {
            case JsonArray array -> array.stream().map(OidcTokens::text).collect(Collectors.toSet());
            case Collection<?> texts -> texts.stream().map(String::valueOf).collect(Collectors.toSet());
            case null -> Set.of();
            default -> Set.of(text(claim).split(" ", -1));
        };
    }

    private synchronized Rate rate(String subject) {
        Rate rate = rates.computeIfAbsent(subject, first -> new Rate(config.requestsPerSecond()));
        if (rates.size() > MOST_CALLERS) {
            rates.remove(rates.keySet().iterator().next());
        }
        return rate;
    }
}
