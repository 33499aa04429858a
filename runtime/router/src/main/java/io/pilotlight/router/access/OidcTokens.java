package io.pilotlight.router.access;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;

import io.quarkus.security.AuthenticationFailedException;
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

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** Callers by their bearer tokens, which Quarkus verifies. */
@Singleton
public class OidcTokens {

    /** Callers whose rates are remembered; the one who called least lately goes first. */
    private static final int MOST_CALLERS = 10_000;

    /** Before a provider that has not been reached yet is tried again: callers do not each wait for that, and have it logged. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final HttpAuthenticator authenticator;
    private final AccessConfig.Oidc config;
    private final AtomicLong triedNanos = new AtomicLong(System.nanoTime() - PAUSE.toNanos());
    private final Map<String, Rate> rates = new LinkedHashMap<>(16, 0.75f, true);

    /** Whether the provider has said which keys it has; from then on tokens are verified with those that are known. */
    private volatile boolean reached;

    @Inject
    OidcTokens(HttpAuthenticator authenticator, AccessConfig config) {
        this.authenticator = authenticator;
        this.config = config.oidc();
    }

    boolean isEnabled() {
        return config.enabled();
    }

    /**
     * Whose the token of that request is; empty where it is none that is accepted. Completes on the request's event loop.
     *
     * @return fails with {@code NO_ENDPOINT} where the provider cannot be asked
     */
    Future<Optional<Caller>> owner(RoutingContext request) {
        if (!reached && triedNanos.get() - System.nanoTime() > -PAUSE.toNanos()) {
            return Future.failedFuture(unverified());
        }
        Promise<Optional<Caller>> owner = Promise.promise();
        io.vertx.core.Context eventLoop = request.vertx().getOrCreateContext();
        authenticator
                .attemptAuthentication(request)
                .subscribe()
                .with(
                        identity -> eventLoop.runOnContext(back -> accept(owner, identity)),
                        refused -> eventLoop.runOnContext(back -> refuse(owner, refused)));
        return owner.future();
    }

    private void accept(Promise<Optional<Caller>> owner, @Nullable SecurityIdentity identity) {
        reached = reached || identity != null;
        owner.complete(Optional.ofNullable(identity).flatMap(this::caller));
    }

    /** A caller whose token was not even looked at must not be told to throw it away. */
    private void refuse(Promise<Optional<Caller>> owner, Throwable reason) {
        if (reason instanceof AuthenticationFailedException) {
            reached = true;
            owner.complete(Optional.empty());
        } else {
            triedNanos.set(System.nanoTime());
            owner.fail(unverified());
        }
    }

    private static InferenceException unverified() {
        return InferenceException.retryLater(
                ErrorCode.NO_ENDPOINT,
                "header Authorization: the token cannot be verified now, since its provider does not answer",
                PAUSE);
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
