package io.pilotlight.tests.benchmark.plot;

import java.util.List;

/**
 * A chart of lines through measured points. The y axis begins at 0, or below: heights are there to be compared.
 *
 * @param xLabel what the x axis shows, with its unit
 * @param yLabel what the y axis shows, with its unit
 * @param series at most seven, which are as many as have colours that everybody can tell apart
 */
public record LineChart(String title, String xLabel, String yLabel, List<Series> series) {

    public LineChart {
        series = List.copyOf(series);
        if (series.size() > Drawing.COLOURS.size()) {
            throw new IllegalArgumentException("chart \"%s\": expected at most %d series, got %d"
                    .formatted(title, Drawing.COLOURS.size(), series.size()));
        }
    }

    /** A drawing of 720 by 420 pixels, readable on white pages and on dark ones. */
    public String toSvg() {
        return new Drawing(this).toSvg();
    }
}
