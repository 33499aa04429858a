package io.pilotlight.tests.benchmark.plot;

import java.util.List;

/**
 * One line of a chart.
 *
 * @param name in the legend
 * @param points in the order in which they are joined; one that is not finite interrupts the line
 */
public record Series(String name, List<Point> points) {

    public record Point(double x, double y) {

        boolean isFinite() {
            return Double.isFinite(x) && Double.isFinite(y);
        }
    }

    public Series {
        points = List.copyOf(points);
    }
}
