package io.pilotlight.tests.benchmark.plot;

import java.util.Locale;

/** The text of a drawing, element by element; lengths are in pixels, from the upper left corner. */
final class Svg {
    private final StringBuilder text = new StringBuilder();

    Svg(int width, int height, String title) {
        // The background is part of it: what is drawn in dark colours would vanish on a dark page.
        add("""
                <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img" \
                font-family="Helvetica, Arial, sans-serif" font-size="12" fill="#1f2328">
                <title>%s</title>
                <rect width="100%%" height="100%%" fill="#ffffff"/>
                """, width, height, width, height, escape(title));
    }

    void line(double fromX, double fromY, double toX, double toY, String colour, double width) {
        add(
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"%.1f\"/>%n",
                fromX, fromY, toX, toY, colour, width);
    }

    void path(String steps, String colour) {
        add(
                "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\" stroke-linejoin=\"round\"/>%n",
                steps, colour);
    }

    void dot(double x, double y, String colour) {
        add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>%n", x, y, colour);
    }

    /** Writes a label; {@code attributes} say how it is anchored, sized and turned. */
    void label(double x, double y, String attributes, String label) {
        add("<text x=\"%.1f\" y=\"%.1f\" %s>%s</text>%n", x, y, attributes, escape(label));
    }

    private void add(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format.replace("%n", "\n"), values));
    }

    private static String escape(String label) {
        return label.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    @Override
    public String toString() {
        return text + "</svg>\n";
    }
}
