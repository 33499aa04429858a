package io.pilotlight.router.access;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

import java.util.Optional;

/** Finds out who calls: by an API key, or else by a token, or else nobody in particular where the platform is open to all. */
public final class Access {

    private static final String BEARER = "Bearer ";

    private final boolean open;
    private final OidcTokens tokens;
    private volatile ApiKeys keys;

    /**
     * By those keys and tokens.
     *
     * @param open whether callers without a credential may call, too
     */
    public Access(boolean open, ApiKeys keys, OidcTokens tokens) {
        this.open = open;
        this.keys = keys;
        this.tokens = tokens;
    }

    /** From now on by these. */
    public void adopt(ApiKeys others) {
        keys = others;
    }

    /**
     * Who sent that request. Known at once, unless it has to be asked about a token; whoever then waits for it must not let the body pass.
     *
     * @return fails with {@code UNAUTHENTICATED}
     */
    public Future<Caller> identify(RoutingContext context) {
        HttpServerRequest request = context.request();
        Optional<String> credential = isOwnCredential() ? credential(request) : Optional.empty();
        if (credential.isEmpty()) {
            return open ? Future.succeededFuture(Caller.ANYBODY) : Future.failedFuture(unauthenticated("got none"));
        }
        Optional<Caller> owner = keys.owner(credential.get());
        if (owner.isPresent()) {
            return Future.succeededFuture(owner.get());
        }
        InferenceException unknown = unauthenticated("got one that is not known");
        return tokens.isEnabled()
                ? tokens.owner(context).compose(found -> found.map(Future::succeededFuture)
                        .orElseGet(() -> Future.failedFuture(unknown)))
                : Future.failedFuture(unknown);
    }

    /** Whether credentials are this router's matter, and no endpoint's. */
    public boolean isOwnCredential() {
        return !open || !keys.isEmpty() || tokens.isEnabled();
    }

    /**
     * Lets operators through, who are known by their keys; everybody where there are no credentials.
     *
     * @throws InferenceException {@code UNAUTHENTICATED} or {@code FORBIDDEN}
     */
    public void requireAdministrator(HttpServerRequest request) {
        if (!isOwnCredential()) {
            return;
        }
        String credential = credential(request).orElseThrow(() -> unauthenticated("got none"));
        Optional<Caller> owner = keys.owner(credential);
        if (owner.isEmpty() && !tokens.isEnabled()) {
            throw unauthenticated("got one that is not known");
        }
        if (owner.filter(Caller::administers).isEmpty()) {
            throw new InferenceException(
                    ErrorCode.FORBIDDEN, "path " + request.path() + ": expected the key of an administrator");
        }
    }

    private InferenceException unauthenticated(String got) {
        return new InferenceException(
                ErrorCode.UNAUTHENTICATED,
                "header Authorization: expected Bearer and an API key" + (tokens.isEnabled() ? " or a token, " : ", ")
                        + got);
    }

    private static Optional<String> credential(HttpServerRequest request) {
        @Nullable String header = request.getHeader("Authorization");
        if (header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Optional.of(header.substring(BEARER.length()).strip());
        }
        return Optional.ofNullable(request.getHeader("X-API-Key"));
    }
}
