package io.pilotlight.wire.http;

import io.pilotlight.api.CacheControl;

import io.vertx.core.MultiMap;

import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Reads {@code Cache-Control} of a request (RFC 9111, section 5.2.1). Directives that are unknown, or have a value that they cannot
 * have, are ignored, as the RFC wants it.
 */
final class CacheControlReader {

    private static final String MAX_AGE = "max-age=";
    private static final int MAX_DIGITS = 9;

    private CacheControlReader() {}

    static CacheControl read(MultiMap headers) {
        boolean noCache = false;
        boolean noStore = false;
        boolean onlyIfCached = false;
        Optional<Duration> maxAge = Optional.empty();
        for (String header : headers.getAll("Cache-Control")) {
            for (String part : header.split(",", -1)) {
                String directive = part.strip().toLowerCase(Locale.ROOT);
                switch (directive) {
                    case "no-cache" -> noCache = true;
                    case "no-store" -> noStore = true;
                    case "only-if-cached" -> onlyIfCached = true;
                    default -> maxAge = least(maxAge, maxAge(directive));
                }
            }
        }
        return new CacheControl(noCache, noStore, onlyIfCached, maxAge);
    }

    private static Optional<Duration> least(Optional<Duration> one, Optional<Duration> other) {
        return Stream.concat(one.stream(), other.stream()).min(Comparator.naturalOrder());
    }

    private static Optional<Duration> maxAge(String directive) {
        if (!directive.startsWith(MAX_AGE)) {
            return Optional.empty();
        }
        OptionalLong seconds = Digits.parse(directive.substring(MAX_AGE.length()), MAX_DIGITS);
        return seconds.isPresent() ? Optional.of(Duration.ofSeconds(seconds.getAsLong())) : Optional.empty();
    }
}
