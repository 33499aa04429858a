package io.pilotlight.wire.json;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Map;

/** What Jackson found wrong, as an error for the caller: the field, what was expected, what was given. */
public final class JsonErrors {

    private static final int MAX_QUOTED = 200;

    private static final Map<Class<?>, String> SCALARS = Map.of(
            String.class, "a string",
            Boolean.class, "true or false",
            Integer.class, "a 32-bit integer",
            Long.class, "a 64-bit integer",
            Float.class, "a 32-bit number",
            Double.class, "a 64-bit number");

    private JsonErrors() {}

    /** Translates whatever reading a caller's JSON threw. */
    public static InferenceException invalid(IOException e) {
        return switch (e) {
            case StreamConstraintsException tooMuch
            when tooMuch.getOriginalMessage().startsWith("Token count") ->
                new InferenceException(
                        ErrorCode.REQUEST_TOO_LARGE,
                        "body: expected at most " + Json.MAX_VALUES + " JSON values and names, got more");
            case UnrecognizedPropertyException unknown ->
                InferenceException.invalid(
                        field(unknown.getPath()),
                        "`" + field(unknown.getPath()) + "`: unknown field; there are "
                                + unknown.getKnownPropertyIds());
            case MismatchedInputException mismatch -> mismatch(mismatch);
            case JsonMappingException mapping -> mapping(mapping);
            case JacksonException syntax -> syntax(syntax);
            default -> InferenceException.invalid("body", "body: expected JSON: " + e.getMessage());
        };
    }

    private static InferenceException mismatch(MismatchedInputException mismatch) {
        String field = field(mismatch.getPath());
        return InferenceException.invalid(
                field,
                "`" + field + "`: expected " + name(mismatch.getTargetType()) + ", " + found(mismatch)
                        + at(mismatch.getLocation()));
    }

    private static String found(MismatchedInputException mismatch) {
        if (!(mismatch.getProcessor() instanceof JsonParser json)) {
            return "got something else";
        }
        // Jackson finds that a primitive was never given when it stands at the end of the object.
        return json.currentToken() == JsonToken.END_OBJECT
                ? "it is missing"
                : "got " + Tokens.name(json.currentToken());
    }

    private static InferenceException mapping(JsonMappingException mapping) {
        return switch (mapping.getCause()) {
            case InferenceException refused -> refused;
            case InputCoercionException range -> outOfRange(field(mapping.getPath()), range);
            case null, default ->
                mapping instanceof ValueInstantiationException refused ? refusedItem(refused) : syntax(mapping);
        };
    }

    private static InferenceException outOfRange(String field, InputCoercionException range) {
        return InferenceException.invalid(
                field,
                "`" + field + "`: expected " + name(range.getTargetType()) + ", got one out of range"
                        + at(range.getLocation()));
    }

    /** An item that its own constructor refused, in the words that its author wrote for it. */
    private static InferenceException refusedItem(ValueInstantiationException refused) {
        String field = field(refused.getPath());
        String words = refused.getCause() instanceof IllegalArgumentException illegal
                ? String.valueOf(illegal.getMessage())
                : "expected a valid item, got one that its own checks refuse";
        return InferenceException.invalid(field, "`" + field + "`: " + abbreviate(words));
    }

    private static InferenceException syntax(JacksonException syntax) {
        return InferenceException.invalid("body", "body: expected JSON: " + reason(syntax) + at(syntax.getLocation()));
    }

    private static String field(List<JsonMappingException.Reference> path) {
        StringBuilder field = new StringBuilder();
        for (JsonMappingException.Reference reference : path) {
            if (reference.getFieldName() == null) {
                field.append('[').append(reference.getIndex()).append(']');
            } else {
                field.append(field.isEmpty() ? "" : ".").append(reference.getFieldName());
            }
        }
        return field.isEmpty() ? "body" : abbreviate(field.toString());
    }

    private static String name(@Nullable Class<?> type) {
        if (type == null) {
            return "another value";
        }
        if (type.isArray()) {
            return "an array";
        }
        return type.isRecord()
                ? "an object"
                : SCALARS.getOrDefault(MethodType.methodType(type).wrap().returnType(), "another value");
    }

    /** Jackson's own words, without those for Java programmers. */
    private static String reason(JacksonException e) {
        String message =
                String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
        int aside = message.indexOf(" (start marker at");
        String toThePoint = aside < 0 ? message : message.substring(0, aside);
        return abbreviate(toThePoint
                .replaceAll(", from `StreamReadConstraints[^)]*\\(\\)`", "")
                .replaceAll(": enable `[^`]*` to allow", ""));
    }

    private static String at(JsonLocation location) {
        return location == null ? "" : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }

    /** A caller's own text in an error, cut where it would flood the answer or a log. */
    public static String abbreviate(String text) {
        return text.length() <= MAX_QUOTED ? text : text.substring(0, MAX_QUOTED) + "…";
    }
}
