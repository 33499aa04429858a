package io.pilotlight.tests.endtoend;

import io.pilotlight.tests.process.Json;
import io.pilotlight.tests.process.Request;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/** Spells JSON anew each time, in characters that mean the same: white space, the order of members, escapes or UTF-8. */
final class Spelling {

    private static final List<String> WHITE_SPACE = List.of("", "", "", " ", "\t", "\r\n", " \n  ");

    private final Random random;

    Spelling(Random random) {
        this.random = random;
    }

    /** The same request; a body that is not JSON alone is left as it is. */
    Request anew(Request request) {
        boolean json = request.headers().stream()
                .anyMatch(header -> header.getKey().equals("Content-Type")
                        && header.getValue().endsWith("json"));
        return json ? request.body(of(Json.parse(request.body()))) : request;
    }

    private String of(JsonNode node) {
        return space()
                + switch (node.getNodeType()) {
                    case OBJECT -> object(node);
                    case ARRAY -> node.valueStream().map(this::of).collect(Collectors.joining(",", "[", "]"));
                    case STRING -> string(node.textValue());
                    default -> node.toString();
                }
                + space();
    }

    private String object(JsonNode object) {
        List<Map.Entry<String, JsonNode>> members = new ArrayList<>(object.properties());
        Collections.shuffle(members, random);
        return members.stream()
                .map(member -> space() + string(member.getKey()) + space() + ":" + of(member.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private String space() {
        return WHITE_SPACE.get(random.nextInt(WHITE_SPACE.size()));
    }

    /** With no, some or all of its characters escaped. */
    private String string(String text) {
        double escaped = random.nextInt(3) / 2.0;
        StringBuilder string = new StringBuilder("\"");
        text.codePoints().forEach(character -> {
            String literal = Character.toString(character);
            string.append(random.nextDouble() < escaped ? escaped(literal) : mildly(literal));
        });
        return string.append('"').toString();
    }

    /** As a writer of JSON has it, escaped only where it must be. */
    private static String mildly(String character) {
        String string = Json.write(character);
        return string.substring(1, string.length() - 1);
    }

    private String escaped(String character) {
        if (character.equals("/")) {
            return "\\/";
        }
        String format = random.nextBoolean() ? "\\u%04x" : "\\u%04X";
        return character.chars().mapToObj(format::formatted).collect(Collectors.joining());
    }
}
