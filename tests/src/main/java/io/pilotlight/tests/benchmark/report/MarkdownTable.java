package io.pilotlight.tests.benchmark.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table in Markdown whose source is aligned too: words to the left, figures to the right. */
public final class MarkdownTable {
    private static final int MIN_WIDTH = 3;

    private final List<String> header;
    private final List<List<String>> rows = new ArrayList<>();

    public MarkdownTable(String... header) {
        this.header = List.of(header);
    }

    /** Adds a row; a cell is a word or a figure made by {@link #figure}. */
    public void add(Object... cells) {
        if (cells.length != header.size()) {
            throw new IllegalArgumentException("expected %d cells, got %d".formatted(header.size(), cells.length));
        }
        rows.add(IntStream.range(0, cells.length)
                .mapToObj(i -> String.valueOf(cells[i]))
                .toList());
    }

    /** A number with so many decimals and thousands separated. */
    public static String figure(double value, int decimals) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    /** A fraction in percent. */
    public static String percent(double fraction) {
        return figure(100 * fraction, 1) + " %";
    }

    @Override
    public String toString() {
        int[] widths = IntStream.range(0, header.size()).map(this::width).toArray();
        StringBuilder table = new StringBuilder(line(header, widths));
        table.append(IntStream.range(0, widths.length)
                .mapToObj(i -> isOfFigures(i) ? "-".repeat(widths[i] + 1) + ":" : "-".repeat(widths[i] + 2))
                .collect(Collectors.joining("|", "|", "|\n")));
        rows.forEach(row -> table.append(line(row, widths)));
        return table.toString();
    }

    private int width(int column) {
        int widest =
                rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
        return Math.max(MIN_WIDTH, Math.max(widest, header.get(column).length()));
    }

    private String line(List<String> cells, int[] widths) {
        return IntStream.range(0, widths.length)
                .mapToObj(i -> pad(cells.get(i), widths[i], isOfFigures(i)))
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String pad(String cell, int width, boolean right) {
        String spaces = " ".repeat(width - cell.length());
        return right ? spaces + cell : cell + spaces;
    }

    /** Whether everything below this column's heading is a number, with its sign, separators and unit. */
    private boolean isOfFigures(int column) {
        return rows.stream().map(row -> row.get(column)).allMatch(cell -> cell.matches("[-+]?[0-9.,]+( %)?|–"));
    }
}
