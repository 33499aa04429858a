package io.pilotlight.tests.process;

import java.util.Arrays;
import java.util.List;

/** The page for Prometheus. */
public record Metrics(String page) {

    /** The lines of one metric, those with other labels than the given ones left out: {@code http_route="/embed"}. */
    public List<String> samples(String name, String... labels) {
        return page.lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> Arrays.stream(labels).allMatch(line::contains))
                .toList();
    }

    /** A gauge without labels, which must be there. */
    public double gauge(String name) {
        if (samples(name).size() != 1) {
            throw new AssertionError(name + ": expected one sample, got " + samples(name));
        }
        double value = value(name);
        if (Double.isNaN(value)) {
            throw new AssertionError(name + ": expected a number, got NaN");
        }
        return value;
    }

    /** The sum of those; 0 if there is none. */
    public double value(String name, String... labels) {
        return samples(name, labels).stream()
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
