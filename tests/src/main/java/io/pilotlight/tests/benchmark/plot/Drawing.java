package io.pilotlight.tests.benchmark.plot;

import io.pilotlight.tests.benchmark.plot.Series.Point;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** A {@link LineChart} laid out: title and legend above, the labels of the axes to the left and below. */
final class Drawing {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 420;
    private static final double LEFT = 76;
    private static final double RIGHT = WIDTH - 28;
    private static final double BOTTOM = HEIGHT - 54;
    private static final double LEGEND_TOP = 50;
    private static final double LEGEND_LINE = 18;
    private static final double SAMPLE_WIDTH = 22;

    /** What a character takes at most, about; nothing here knows the reader's fonts. */
    private static final double CHARACTER_WIDTH = 7;

    /** The colours of Okabe and Ito, whose differences survive colour blindness; yellow is too pale on white. */
    static final List<String> COLOURS =
            List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000");

    private static final String GRID = "#d8dee4";

    private static final String TITLE = "text-anchor=\"middle\" font-size=\"15\" font-weight=\"bold\"";
    private static final String MIDDLE = "text-anchor=\"middle\"";
    private static final String END = "text-anchor=\"end\"";
    private static final String START = "text-anchor=\"start\"";

    private final LineChart chart;
    private final Svg svg;
    private final Axis xAxis;
    private final Axis yAxis;
    private double top = LEGEND_TOP;

    Drawing(LineChart chart) {
        this.chart = chart;
        this.svg = new Svg(WIDTH, HEIGHT, chart.title());
        this.xAxis = Axis.covering(values(Point::x));
        this.yAxis = Axis.covering(DoubleStream.concat(DoubleStream.of(0), values(Point::y)));
    }

    private DoubleStream values(ToDoubleFunction<Point> coordinate) {
        return chart.series().stream()
                .flatMap(series -> series.points().stream())
                .filter(Point::isFinite)
                .mapToDouble(coordinate);
    }

    String toSvg() {
        svg.label(WIDTH / 2.0, 26, TITLE, chart.title());
        drawLegend();
        drawXAxis();
        drawYAxis();
        for (int i = 0; i < chart.series().size(); i++) {
            draw(chart.series().get(i), COLOURS.get(i));
        }
        return svg.toString();
    }

    /** Names beside samples of their lines, in as many rows as they need; what is drawn next begins below. */
    private void drawLegend() {
        double x = LEFT;
        for (int i = 0; i < chart.series().size(); i++) {
            String name = chart.series().get(i).name();
            double width = SAMPLE_WIDTH + CHARACTER_WIDTH * (name.length() + 2);
            if (x > LEFT && x + width > RIGHT) {
                x = LEFT;
                top += LEGEND_LINE;
            }
            svg.line(x, top - 4, x + SAMPLE_WIDTH - 6, top - 4, COLOURS.get(i), 3);
            svg.label(x + SAMPLE_WIDTH, top, START, name);
            x += width;
        }
        top += LEGEND_LINE;
    }

    private void drawXAxis() {
        for (double tick : xAxis.ticks()) {
            svg.line(x(tick), top, x(tick), BOTTOM, GRID, 1);
            svg.label(x(tick), BOTTOM + 18, MIDDLE, xAxis.label(tick));
        }
        svg.label((LEFT + RIGHT) / 2, HEIGHT - 14, MIDDLE, chart.xLabel());
    }

    private void drawYAxis() {
        for (double tick : yAxis.ticks()) {
            svg.line(LEFT, y(tick), RIGHT, y(tick), GRID, 1);
            svg.label(LEFT - 8, y(tick) + 4, END, yAxis.label(tick));
        }
        double middle = (top + BOTTOM) / 2;
        String upwards = String.format(Locale.ROOT, "%s transform=\"rotate(-90 18 %.1f)\"", MIDDLE, middle);
        svg.label(18, middle, upwards, chart.yLabel());
    }

    private void draw(Series series, String colour) {
        StringBuilder steps = new StringBuilder();
        boolean joined = false;
        for (Point point : series.points()) {
            if (point.isFinite()) {
                steps.append(
                        String.format(Locale.ROOT, "%s%.1f %.1f ", joined ? "L" : "M", x(point.x()), y(point.y())));
                svg.dot(x(point.x()), y(point.y()), colour);
            }
            joined = point.isFinite();
        }
        svg.path(steps.toString().strip(), colour);
    }

    private double x(double value) {
        return LEFT + xAxis.fraction(value) * (RIGHT - LEFT);
    }

    private double y(double value) {
        return BOTTOM - yAxis.fraction(value) * (BOTTOM - top);
    }
}
