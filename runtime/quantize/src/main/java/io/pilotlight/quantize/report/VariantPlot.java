package io.pilotlight.quantize.report;

import java.util.List;
import java.util.Locale;

/** A dot for each variant: how much faster than the float model, and how near to it. */
final class VariantPlot {

    private static final int LEFT = 70;
    private static final int WIDTH = 560;
    private static final int HEIGHT = 220;

    private VariantPlot() {}

    static String svg(List<Report.Variant> variants) {
        double fastest = Math.max(
                1,
                variants.stream()
                        .mapToDouble(v -> v.measurement().speed().ratio())
                        .max()
                        .orElse(1));
        double farthest = Math.max(
                1e-4, variants.stream().mapToDouble(VariantPlot::distance).max().orElse(0));
        StringBuilder svg = new StringBuilder(
                "<svg role=\"img\" aria-label=\"Cosine and speed of each variant\" viewBox=\"0 0 760 280\""
                        + " width=\"100%\">\n");
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%1$d\" y1=\"10\" x2=\"%1$d\" y2=\"%2$d\"/><line x1=\"%1$d\" y1=\"%2$d\" x2=\"%3$d\""
                        + " y2=\"%2$d\"/>%n",
                LEFT,
                HEIGHT,
                LEFT + WIDTH + 60));
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"4\" y=\"18\">%.4f</text><text x=\"4\" y=\"%d\">%.4f</text><text x=\"%d\" y=\"%d\">times the"
                        + " float model's speed (0 to %.1f); upwards the mean cosine to its answers</text>%n",
                1.0,
                HEIGHT,
                1 - 1.2 * farthest,
                LEFT,
                HEIGHT + 40,
                fastest));
        dot(svg, "float", 1 / fastest, 0);
        for (Report.Variant variant : variants) {
            dot(
                    svg,
                    variant.scheme(),
                    variant.measurement().speed().ratio() / fastest,
                    distance(variant) / (1.2 * farthest));
        }
        return svg.append("</svg>").toString();
    }

    private static double distance(Report.Variant variant) {
        return 1 - variant.measurement().accuracy().agreement().meanCosine();
    }

    /** At fractions of the axes. */
    private static void dot(StringBuilder svg, String name, double x, double y) {
        double left = LEFT + WIDTH * x;
        double top = 14 + (HEIGHT - 14) * y;
        svg.append(String.format(
                Locale.ROOT,
                "<circle class=\"dot\" cx=\"%.1f\" cy=\"%.1f\" r=\"5\"/><text x=\"%.1f\" y=\"%.1f\">%s</text>%n",
                left,
                top,
                left + 9,
                top + 4,
                Page.escaped(name)));
    }
}
