package io.pilotlight.serving.queue;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;
import io.pilotlight.queue.HeaderValues;
import io.pilotlight.queue.OutcomeHeaders;
import io.pilotlight.serving.cloudevents.CloudEvent;
import io.pilotlight.serving.cloudevents.StructuredEvents;
import io.pilotlight.serving.openai.BatchLine;
import io.pilotlight.wire.http.MediaType;
import io.pilotlight.wire.json.Json;
import io.pilotlight.wire.json.JsonErrors;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Tells what a record holds, by its headers (CloudEvents Kafka Protocol Binding 1.0.2) and else by the shape of its JSON: an object
 * with {@code specversion} is an event, one with {@code custom_id} a line of a batch, any other the function's input.
 */
final class MessageReader {

    private static final String ATTRIBUTE = "ce_";
    private static final String CONTENT_TYPE = "content-type";

    private final long maxBytes;

    /** Of values of so many bytes at most. */
    MessageReader(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    private enum Shape {
        EVENT,
        LINE,
        PLAIN
    }

    /**
     * Reads a record.
     *
     * @throws InferenceException {@code INVALID_REQUEST} or another that is the sender's fault, naming what is wrong
     */
    Message read(Headers headers, byte @Nullable [] value) {
        if (value != null && value.length > maxBytes) {
            throw InferenceException.tooLarge(
                    "record", "record: expected at most " + maxBytes + " bytes, got " + value.length);
        }
        String contentType =
                MediaType.of(HeaderValues.text(headers, CONTENT_TYPE).orElse(null));
        if (isBinaryEvent(headers)) {
            return new Message.Event(binary(headers, contentType, value), false);
        }
        if (value == null || value.length == 0) {
            throw InferenceException.invalid("record", "record: expected a value, it has none");
        }
        if (contentType.equals(StructuredEvents.ONE)) {
            return new Message.Event(StructuredEvents.read(StructuredEvents.tree(value)), true);
        }
        if (!contentType.isEmpty() && (!MediaType.isJson(contentType) || contentType.equals(StructuredEvents.BATCH))) {
            throw new InferenceException(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    "header content-type: expected application/json or " + StructuredEvents.ONE + ", got \""
                            + JsonErrors.abbreviate(contentType) + "\"");
        }
        return switch (shape(value)) {
            case EVENT -> new Message.Event(StructuredEvents.read(StructuredEvents.tree(value)), true);
            case LINE -> new Message.Line(BatchLine.read(value));
            case PLAIN -> new Message.Plain(value);
        };
    }

    /** The identity of what a record holds: an event's source and id, else what the sender gives as a key; neither where it is unreadable. */
    Optional<String> identity(Headers headers, byte @Nullable [] value) {
        try {
            return own(headers, value)
                    .map(own -> HeaderValues.text(headers, OutcomeHeaders.REPLAY)
                                    .map(replay -> "replay " + replay + " ")
                                    .orElse("")
                            + own);
        } catch (InferenceException unreadable) {
            return Optional.empty();
        }
    }

    private Optional<String> own(Headers headers, byte @Nullable [] value) {
        if (isBinaryEvent(headers)) {
            return Optional.of("event " + binary(headers, "", null).identity());
        }
        Optional<String> key = HeaderValues.text(headers, OutcomeHeaders.IDEMPOTENCY_KEY);
        if (key.isPresent()) {
            return key.map(given -> "key " + given);
        }
        if (value == null || value.length > maxBytes) {
            return Optional.empty();
        }
        String contentType =
                MediaType.of(HeaderValues.text(headers, CONTENT_TYPE).orElse(null));
        boolean event = contentType.equals(StructuredEvents.ONE) || shape(value) == Shape.EVENT;
        return event
                ? Optional.of("event "
                        + StructuredEvents.read(StructuredEvents.tree(value)).identity())
                : Optional.empty();
    }

    private static boolean isBinaryEvent(Headers headers) {
        return headers.lastHeader("ce_specversion") != null
                || headers.lastHeader("ce_id") != null
                || headers.lastHeader("ce_type") != null;
    }

    private static CloudEvent binary(Headers headers, String contentType, byte @Nullable [] value) {
        String version = required(headers, "specversion");
        if (!version.equals(CloudEvent.SPEC_VERSION)) {
            throw InferenceException.invalid(
                    "ce_specversion",
                    "header ce_specversion: expected " + CloudEvent.SPEC_VERSION + ", got \""
                            + JsonErrors.abbreviate(version) + "\"");
        }
        return new CloudEvent(
                required(headers, "id"),
                required(headers, "source"),
                required(headers, "type"),
                optional(headers, "subject"),
                contentType.isEmpty() ? Optional.empty() : Optional.of(contentType),
                Optional.ofNullable(value));
    }

    private static String required(Headers headers, String attribute) {
        return optional(headers, attribute)
                .orElseThrow(() -> InferenceException.invalid(
                        ATTRIBUTE + attribute,
                        "header " + ATTRIBUTE + attribute + ": expected a value, it is missing"));
    }

    private static Optional<String> optional(Headers headers, String attribute) {
        Header header = headers.lastHeader(ATTRIBUTE + attribute);
        if (header == null || header.value() == null || header.value().length == 0) {
            return Optional.empty();
        }
        try {
            // Strictly: two identities must not become one by way of the replacement character.
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(header.value()))
                    .toString());
        } catch (CharacterCodingException e) {
            throw InferenceException.invalid(
                    ATTRIBUTE + attribute, "header " + ATTRIBUTE + attribute + ": expected UTF-8, got something else");
        }
    }

    /** What the names of an object's fields say. What is no JSON is for those to refuse who read it whole. */
    private static Shape shape(byte[] value) {
        try (JsonParser json = Json.stream(value, value.length)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Shape.PLAIN;
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                switch (json.currentName()) {
                    case "specversion" -> {
                        return Shape.EVENT;
                    }
                    case "custom_id" -> {
                        return Shape.LINE;
                    }
                    default -> {
                        json.nextToken();
                        json.skipChildren();
                    }
                }
            }
            return Shape.PLAIN;
        } catch (IOException malformed) {
            return Shape.PLAIN;
        }
    }
}
