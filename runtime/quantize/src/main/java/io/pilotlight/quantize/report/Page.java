package io.pilotlight.quantize.report;

import io.pilotlight.quantize.measure.Gate;

import java.util.Locale;
import java.util.stream.Collectors;

/** A report as one HTML page that needs nothing else to be opened from disk. */
public final class Page {

    /** The file's name, beside the models. */
    public static final String NAME = "report.html";

    private Page() {}

    public static String html(Report report) {
        return """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <title>%1$s, quantized</title>
            <style>
              :root { color-scheme: light dark; }
              body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
              table { border-collapse: collapse; } td, th { padding: .2rem .8rem .2rem 0; text-align: left; }
              .bad { color: #c5221f; font-weight: 600; } svg text { font: 12px system-ui, sans-serif; fill: currentColor; }
              svg .bar { fill: #4477aa; } svg .float { fill: #999; } svg .dot { fill: #4477aa; } svg line { stroke: #8888; }
              code { overflow-wrap: anywhere; }
            </style>
            <h1>%1$s, quantized</h1>
            <p>%2$.1f MB, SHA-256 <code>%3$s</code>. Measured on %4$d samples (%5$s) by ONNX Runtime %6$s, one thread,
            %7$s.</p>
            <p>%8$s.</p>
            %9$s
            <h2>Accuracy and speed</h2>
            %10$s
            %11$s
            </html>
            """.formatted(
                        escaped(report.model().file()),
                        report.model().bytes() / 1e6,
                        report.model().sha256(),
                        report.sampleCount(),
                        escaped(report.samples()),
                        report.hardware().onnxRuntime(),
                        escaped(report.hardware().processor()),
                        escaped(graph(report)),
                        report.variants().stream().map(Page::gates).collect(Collectors.joining()),
                        VariantPlot.svg(report.variants()),
                        report.variants().stream().map(Page::layers).collect(Collectors.joining()));
    }

    private static String graph(Report report) {
        String fused = report.fused().entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
        return "In its graph: " + (fused.isEmpty() ? "nothing to fuse" : fused) + "; " + report.folded()
                + " nodes computed once";
    }

    private static String gates(Report.Variant variant) {
        String rows = variant.gates().stream().map(Page::gate).collect(Collectors.joining("\n"));
        return """
            <h2>%s%s</h2>
            <p>%s</p>
            <table><tr><th>Gate<th>Expected<th>Measured<th></tr>
            %s
            </table>
            """.formatted(
                escaped(variant.scheme()),
                variant.passed() ? "" : " <span class=\"bad\">refused</span>",
                variant.written()
                        ? "<code>" + escaped(variant.file()) + "</code>, SHA-256 <code>" + variant.sha256() + "</code>"
                        : "Not written.",
                rows);
    }

    private static String gate(Gate gate) {
        return "<tr><td>%s<td>%s<td>%s<td%s</tr>"
                .formatted(
                        gate.name(),
                        escaped(gate.expected()),
                        escaped(gate.measured()),
                        gate.passed() ? ">passed" : " class=\"bad\">failed");
    }

    private static String layers(Report.Variant variant) {
        String attempts = variant.attempts().stream()
                .map(attempt ->
                        String.format(Locale.ROOT, "%d in floats: %.4f", attempt.floatLayers(), attempt.meanCosine()))
                .collect(Collectors.joining("; "));
        return "<h2>Error of each layer, %s</h2>\n%s\n%s"
                .formatted(
                        escaped(variant.scheme()),
                        LayerPlot.svg(variant.layers()),
                        attempts.isEmpty() ? "" : "<p>Tried, with the cosine that came of it: " + attempts + ".</p>\n");
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
