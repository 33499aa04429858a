package io.pilotlight.tests.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Test data, one record a line; empty lines and those that begin with {@code #} are none. What nobody wants to read or
 * cannot be written down stands as an expression: {@code «repeat 3 ab»} for {@code ababab}, {@code «bytes C0 AF»} for
 * those two bytes.
 */
public final class Resource {

    private static final Pattern EXPRESSION = Pattern.compile("«(repeat (\\d+) |bytes )([^»]*)»");

    private Resource() {}

    /** The lines of a file beside the class, their expressions expanded to text. */
    public static Stream<String> lines(Class<?> neighbour, String name) {
        return rawLines(neighbour, name).map(line -> new String(bytes(line), StandardCharsets.UTF_8));
    }

    /** The same with expressions left as they stand, for lines that are divided first. */
    public static Stream<String> rawLines(Class<?> neighbour, String name) {
        try (InputStream in = neighbour.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException(name + " is missing beside " + neighbour.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the text stands for, its expressions expanded. */
    public static byte[] bytes(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Matcher expression = EXPRESSION.matcher(text);
        int from = 0;
        for (; expression.find(); from = expression.end()) {
            bytes.writeBytes(text.substring(from, expression.start()).getBytes(StandardCharsets.UTF_8));
            String argument = expression.group(3);
            if (expression.group(2) == null) {
                bytes.writeBytes(HexFormat.ofDelimiter(" ").parseHex(argument));
            } else {
                byte[] repeated = argument.getBytes(StandardCharsets.UTF_8);
                for (int i = Integer.parseInt(expression.group(2)); i > 0; i--) {
                    bytes.writeBytes(repeated);
                }
            }
        }
        bytes.writeBytes(text.substring(from).getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }
}
