package io.pilotlight.tests.endtoend.hostile;

import io.pilotlight.tests.process.ErrorForm;
import io.pilotlight.tests.process.Request;
import io.pilotlight.tests.process.Resource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A line of {@code requests.txt}: a request that must be refused, and how.
 *
 * @param form empty where the answer has no body
 * @param named what the error's message must contain
 */
record HostileRequest(String what, Request request, int status, Optional<ErrorForm> form, List<String> named) {

    private static final int COLUMNS = 7;
    private static final String EMPTY = "-";

    static Stream<HostileRequest> all() {
        return Resource.rawLines(HostileRequest.class, "requests.txt").map(HostileRequest::parse);
    }

    private static HostileRequest parse(String line) {
        List<String> columns =
                Arrays.stream(line.split(" \\| ", -1)).map(String::strip).toList();
        if (columns.size() != COLUMNS) {
            throw new IllegalArgumentException("expected " + COLUMNS + " columns, got " + line);
        }
        String[] methodAndTarget = columns.get(1).split(" ", 2);
        Request request = Request.of(methodAndTarget[0], expanded(methodAndTarget[1]));
        for (String header : parts(columns.get(2))) {
            request = with(header, request);
        }
        return new HostileRequest(
                columns.get(0),
                columns.get(3).equals(EMPTY) ? request : request.body(Resource.bytes(columns.get(3))),
                Integer.parseInt(columns.get(4)),
                form(columns.get(5)),
                parts(columns.get(6)));
    }

    private static Request with(String header, Request request) {
        return switch (header) {
            case "json" -> request.header("Content-Type", "application/json");
            case "structured" -> request.header("Content-Type", "application/cloudevents+json");
            case "batch" -> request.header("Content-Type", "application/cloudevents-batch+json");
            case "event" ->
                request.header("Content-Type", "application/json")
                        .header("ce-specversion", "1.0")
                        .header("ce-id", "1")
                        .header("ce-source", "/tests")
                        .header("ce-type", "test");
            default -> {
                int colon = header.indexOf(':');
                yield request.header(
                        header.substring(0, colon),
                        expanded(header.substring(colon + 1).strip()));
            }
        };
    }

    private static Optional<ErrorForm> form(String name) {
        return name.equals(EMPTY)
                ? Optional.empty()
                : Optional.of(ErrorForm.valueOf(name.toUpperCase(Locale.ROOT).replace(' ', '_')));
    }

    private static List<String> parts(String column) {
        return column.equals(EMPTY) ? List.of() : List.of(column.split(" & "));
    }

    private static String expanded(String text) {
        return new String(Resource.bytes(text), StandardCharsets.UTF_8);
    }
}
