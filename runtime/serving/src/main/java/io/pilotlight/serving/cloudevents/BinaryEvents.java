package io.pilotlight.serving.cloudevents;

import io.pilotlight.api.InferenceException;
import io.pilotlight.wire.http.Exchange;
import io.pilotlight.wire.json.JsonErrors;

import io.vertx.core.MultiMap;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Events as headers and body (CloudEvents HTTP Protocol Binding 1.0.2, section 3.1). */
final class BinaryEvents {

    private static final String PREFIX = "ce-";

    private BinaryEvents() {}

    static boolean isOne(MultiMap headers) {
        return headers.contains("ce-specversion") || headers.contains("ce-id") || headers.contains("ce-type");
    }

    /**
     * Reads one event.
     *
     * @throws InferenceException {@code INVALID_REQUEST}, naming the header
     */
    static CloudEvent read(Exchange exchange) {
        MultiMap headers = exchange.headers();
        String version = required(headers, "specversion");
        if (!version.equals(CloudEvent.SPEC_VERSION)) {
            throw InferenceException.invalid(
                    "ce-specversion",
                    "header ce-specversion: expected " + CloudEvent.SPEC_VERSION + ", got \""
                            + JsonErrors.abbreviate(version) + "\"");
        }
        String mediaType = exchange.mediaType();
        return new CloudEvent(
                required(headers, "id"),
                required(headers, "source"),
                required(headers, "type"),
                optional(headers, "subject"),
                mediaType.isEmpty() ? Optional.empty() : Optional.of(mediaType),
                exchange.body().length == 0 ? Optional.empty() : Optional.of(exchange.body()));
    }

    private static String required(MultiMap headers, String attribute) {
        return optional(headers, attribute)
                .orElseThrow(() -> InferenceException.invalid(
                        PREFIX + attribute, "header " + PREFIX + attribute + ": expected a value, it is missing"));
    }

    private static Optional<String> optional(MultiMap headers, String attribute) {
        String value = headers.get(PREFIX + attribute);
        return Optional.ofNullable(value)
                .map(text -> HeaderText.decoded(PREFIX + attribute, text))
                .filter(text -> !text.isEmpty());
    }

    /** Percent-encodes what may not stand in a header: everything but printable ASCII, and quote and percent. */
    static String encoded(String value) {
        StringBuilder encoded = new StringBuilder(value.length());
        value.codePoints().forEach(c -> {
            if (c > ' ' && c < 0x7F && c != '"' && c != '%') {
                encoded.append((char) c);
            } else {
                encoded.append(URLEncoder.encode(Character.toString(c), StandardCharsets.UTF_8)
                        .replace("+", "%20"));
            }
        });
        return encoded.toString();
    }
}
