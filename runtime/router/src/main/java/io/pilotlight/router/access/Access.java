package io.pilotlight.router.access;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

import java.util.Optional;

/** Finds out who calls. */
public final class Access {

    private static final String BEARER = "Bearer ";

    private final boolean open;
    private volatile ApiKeys keys;

    /**
     * By those keys.
     *
     * @param open whether callers without a credential may call, too
     */
    public Access(boolean open, ApiKeys keys) {
        this.open = open;
        this.keys = keys;
    }

    /** From now on by these. */
    public void adopt(ApiKeys others) {
        keys = others;
    }

    /**
     * Who sent that request.
     *
     * @throws InferenceException {@code UNAUTHENTICATED}
     */
    public Caller identify(HttpServerRequest request) {
        return identify(request.headers());
    }

    /**
     * Who sent such headers.
     *
     * @throws InferenceException {@code UNAUTHENTICATED}
     */
    public Caller identify(MultiMap headers) {
        Optional<String> credential = credential(headers);
        if (credential.isPresent() && !(open && keys.isEmpty())) {
            return keys.owner(credential.get()).orElseThrow(() -> unauthenticated("got one that is not known"));
        }
        if (open) {
            return Caller.ANYBODY;
        }
        throw unauthenticated("got none");
    }

    /** Whether the credential is this router's matter, and no endpoint's. */
    public boolean isOwnCredential() {
        return !(open && keys.isEmpty());
    }

    /** Whether that request comes from an operator: anybody, where the platform is open to all and has no keys. */
    public boolean mayAdminister(HttpServerRequest request) {
        return identify(request).administers() || !isOwnCredential();
    }

    private static InferenceException unauthenticated(String got) {
        return new InferenceException(
                ErrorCode.UNAUTHENTICATED, "header Authorization: expected Bearer and an API key, " + got);
    }

    private static Optional<String> credential(MultiMap headers) {
        @Nullable String header = headers.get("Authorization");
        if (header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Optional.of(header.substring(BEARER.length()).strip());
        }
        return Optional.ofNullable(headers.get("X-API-Key"));
    }
}
