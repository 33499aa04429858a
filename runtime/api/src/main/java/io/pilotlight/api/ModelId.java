package io.pilotlight.api;

/**
 * Which model a caller means.
 *
 * @param name letters, digits, dots, dashes and underscores
 * @param version as callers write it in a path, {@code "1"} for instance
 */
public record ModelId(String name, String version) {

    private static final int MAX_LENGTH = 128;

    public ModelId {
        check("name", name);
        check("version", version);
    }

    private static void check(String what, String value) {
        if (value.isEmpty() || value.length() > MAX_LENGTH || !value.chars().allMatch(ModelId::isAllowed)) {
            throw new IllegalArgumentException("model " + what + ": expected 1 to " + MAX_LENGTH
                    + " letters, digits, dots, dashes or underscores, got \"" + value + "\"");
        }
    }

    private static boolean isAllowed(int character) {
        return (character < 128 && Character.isLetterOrDigit(character)) || ".-_".indexOf(character) >= 0;
    }
}
