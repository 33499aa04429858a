package io.pilotlight.quantize.report;

import java.util.List;
import java.util.Locale;

/** A bar for each layer: how far quantizing moves its results. */
final class LayerPlot {

    private static final int ROW = 18;
    private static final int NAMES = 420;
    private static final int WIDTH = 380;

    private LayerPlot() {}

    static String svg(List<Report.Layer> layers) {
        double largest = layers.stream()
                .mapToDouble(Report.Layer::error)
                .filter(Double::isFinite)
                .max()
                .orElse(1);
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg role=\"img\" aria-label=\"Relative error of each layer\" viewBox=\"0 0 %d %d\""
                        + " width=\"100%%\">%n",
                NAMES + WIDTH + 110,
                ROW * layers.size() + 4));
        for (int i = 0; i < layers.size(); i++) {
            Report.Layer layer = layers.get(i);
            double error = Double.isFinite(layer.error()) ? layer.error() : 0;
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text><rect class=\"%s\" x=\"%d\" y=\"%d\""
                            + " width=\"%.1f\" height=\"12\"><title>%s</title></rect><text x=\"%.1f\" y=\"%d\">%.2f"
                            + " %%</text>%n",
                    NAMES - 8,
                    ROW * i + 14,
                    Page.escaped(shortened(layer.name())),
                    layer.how().equals("float") ? "float" : "bar",
                    NAMES,
                    ROW * i + 4,
                    Math.max(1, WIDTH * error / Math.max(largest, Double.MIN_NORMAL)),
                    Page.escaped(layer.how()),
                    NAMES + Math.max(1, WIDTH * error / Math.max(largest, Double.MIN_NORMAL)) + 6,
                    ROW * i + 14,
                    100 * error));
        }
        return svg.append("</svg>").toString();
    }

    private static String shortened(String name) {
        return name.length() <= 60 ? name : "…" + name.substring(name.length() - 59);
    }
}
