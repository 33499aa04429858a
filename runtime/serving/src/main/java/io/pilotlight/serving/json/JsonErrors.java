package io.pilotlight.serving.json;

import io.pilotlight.api.InferenceException;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;

import java.io.IOException;
import java.util.List;

/** What Jackson found wrong, as an error for the caller: the field, what was expected, what was given. */
public final class JsonErrors {

    private static final int MAX_QUOTED = 200;

    private JsonErrors() {}

    /** Translates whatever reading a caller's JSON threw. */
    public static InferenceException invalid(IOException e) {
        return switch (e) {
            case UnrecognizedPropertyException unknown ->
                InferenceException.invalid(
                        field(unknown.getPath()),
                        "`" + field(unknown.getPath()) + "`: unknown field; there are "
                                + unknown.getKnownPropertyIds());
            case MismatchedInputException mismatch -> mismatch(mismatch);
            case JsonMappingException mapping when mapping.getCause() instanceof InferenceException refused -> refused;
            case JacksonException syntax ->
                InferenceException.invalid("body", "body: expected JSON: " + reason(syntax) + at(syntax.getLocation()));
            default -> InferenceException.invalid("body", "body: expected JSON: " + e.getMessage());
        };
    }

    private static InferenceException mismatch(MismatchedInputException mismatch) {
        String field = field(mismatch.getPath());
        Class<?> target = mismatch.getTargetType();
        String expected = target == null ? "another value" : name(target);
        return InferenceException.invalid(
                field,
                "`" + field + "`: expected " + expected + ", got " + given(mismatch) + at(mismatch.getLocation()));
    }

    private static String given(MismatchedInputException mismatch) {
        return mismatch.getProcessor() instanceof JsonParser json ? Tokens.name(json.currentToken()) : "something else";
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

    private static String name(Class<?> type) {
        if (type == String.class) {
            return "a string";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type.isArray()) {
            return "an array";
        }
        return type.isRecord() ? "an object" : "a " + type.getSimpleName();
    }

    /** Jackson's own words, without those for Java programmers. */
    private static String reason(JacksonException e) {
        String message =
                String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
        int aside = message.indexOf(" (start marker at");
        String toThePoint = aside < 0 ? message : message.substring(0, aside);
        return abbreviate(toThePoint.replaceAll(", from `StreamReadConstraints[^)]*\\(\\)`", ""));
    }

    private static String at(JsonLocation location) {
        return location == null ? "" : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }

    /** A caller's own text in an error, cut where it would flood the answer or a log. */
    public static String abbreviate(String text) {
        return text.length() <= MAX_QUOTED ? text : text.substring(0, MAX_QUOTED) + "…";
    }
}
