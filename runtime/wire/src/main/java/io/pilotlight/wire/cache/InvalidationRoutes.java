package io.pilotlight.wire.cache;

import io.pilotlight.api.Call;
import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Sha256;
import io.pilotlight.cache.AnswerCache;
import io.pilotlight.cache.EpochName;
import io.pilotlight.wire.http.Exchange;
import io.pilotlight.wire.http.MediaType;
import io.pilotlight.wire.http.Reply;
import io.pilotlight.wire.http.RouteTable;
import io.pilotlight.wire.http.Routes;
import io.pilotlight.wire.json.Json;
import io.pilotlight.wire.json.JsonDocument;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;

/**
 * {@code POST /cache/invalidate}: all answers of a function, an answer digest or a tenant are forgotten, on all replicas. For those
 * who know the admin token.
 */
@Singleton
public class InvalidationRoutes implements Routes {

    private static final Logger LOG = Logger.getLogger(InvalidationRoutes.class);
    private static final String BEARER = "Bearer ";
    private static final String EXPECTED =
            "an object with one of \"function\", \"answerDigest\" or \"tenant\", a string";

    private final AnswerCache cache;
    private final Optional<String> token;

    @Inject
    InvalidationRoutes(AnswerCache cache, CacheConfig config) {
        this.cache = cache;
        this.token = config.adminToken();
    }

    @Override
    public void addTo(RouteTable table) {
        table.post("/cache/invalidate", this::invalidate);
    }

    private Reply invalidate(Exchange exchange) {
        authorize(exchange.headers().get("Authorization"));
        MediaType.requireJson(exchange);
        JsonNode body = JsonDocument.tree(exchange.body());
        EpochName name = name(body);
        try {
            if (!cache.invalidate(name)) {
                throw new InferenceException(
                        ErrorCode.UPSTREAM_FAILED,
                        "cache: the shared cache did not confirm it, so answers may not be forgotten: try again");
            }
        } catch (InterruptedException e) {
            throw Call.abandoned();
        }
        LOG.infof("invalidated: %s", body);
        return Reply.json(Json.bytes(Map.of("invalidated", body)));
    }

    private void authorize(@Nullable String header) {
        if (token.isEmpty()) {
            throw new InferenceException(
                    ErrorCode.FORBIDDEN,
                    "cache: nobody may invalidate, because pilotlight.cache.admin-token is not set");
        }
        String given = header != null && header.startsWith(BEARER) ? header.substring(BEARER.length()) : "";
        if (!MessageDigest.isEqual(bytes(given), bytes(token.get()))) {
            throw new InferenceException(
                    ErrorCode.UNAUTHENTICATED,
                    "header Authorization: expected Bearer and the admin token, got another");
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static EpochName name(JsonNode body) {
        if (!body.isObject() || body.size() != 1 || !body.iterator().next().isTextual()) {
            throw InferenceException.invalid("body", "body: expected " + EXPECTED + ", got something else");
        }
        String kind = body.fieldNames().next();
        String value = body.iterator().next().textValue();
        return switch (kind) {
            case "function" -> new EpochName.OfFunction(value);
            case "tenant" -> new EpochName.OfTenant(value.isEmpty() ? Call.NO_TENANT : Call.tenant(value));
            case "answerDigest" -> new EpochName.OfAnswerDigest(digest(value));
            default -> throw InferenceException.invalid("body", "body: expected " + EXPECTED + ", got another name");
        };
    }

    private static Sha256 digest(String text) {
        try {
            return Sha256.parse(text);
        } catch (IllegalArgumentException e) {
            throw InferenceException.invalid(
                    "answerDigest", "answerDigest: expected sha256:<64 hexadecimal digits>, got another");
        }
    }
}
