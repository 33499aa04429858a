package io.pilotlight.quantize;

import io.pilotlight.quantize.measure.Gate;
import io.pilotlight.quantize.measure.Measurement;
import io.pilotlight.quantize.report.Page;
import io.pilotlight.quantize.report.Report;

import java.io.PrintStream;
import java.util.Locale;

/** What came of it, in a few lines for people. */
final class Summary {

    private static final double NANOS_PER_SECOND = 1e9;

    private Summary() {}

    static void print(Report report, Request request, long nanos, PrintStream out) {
        for (Report.Variant variant : report.variants()) {
            out.printf("%s: %s%n", variant.scheme(), verdict(variant, request));
            for (Gate gate : variant.gates()) {
                out.printf("  %-13s %-7s %s%n", gate.name(), gate.passed() ? "passed" : "FAILED", gate.measured());
                if (!gate.passed()) {
                    out.printf("  %-13s %-7s expected: %s%n", "", "", gate.expected());
                }
            }
            long floats = variant.layers().stream()
                    .filter(layer -> layer.how().equals("float"))
                    .count();
            out.printf(
                    "  %-13s %d quantized, %d left in floats%n",
                    "layers", variant.layers().size() - floats, floats);
        }
        Report.Beside beside = report.beside();
        if (beside != null) {
            Measurement other = beside.measurement();
            out.printf("%s, for comparison%n", beside.file());
            other.gates().stream()
                    .filter(gate -> !gate.name().equals("saturation"))
                    .forEach(gate -> out.printf("  %-13s %-7s %s%n", gate.name(), "", gate.measured()));
            beside.speeds()
                    .forEach((scheme, speed) -> out.printf(
                            Locale.ROOT,
                            "  %-13s %-7s %.2f times as fast as it (%.2f for the shortest quarter, %.2f for the"
                                    + " longest)%n",
                            scheme,
                            "is",
                            speed.ratio(),
                            speed.shortRatio(),
                            speed.longRatio()));
        }
        out.printf(
                Locale.ROOT,
                "Measured on %d samples (%s) in %.0f s; more in %s.%n",
                report.sampleCount(),
                report.samples(),
                nanos / NANOS_PER_SECOND,
                request.folder().resolve(Page.NAME));
    }

    private static String verdict(Report.Variant variant, Request request) {
        if (!variant.written()) {
            return "refused, not written; --force writes it anyway";
        }
        String file = request.folder().resolve(variant.file()).toString();
        return variant.passed() ? file : file + ", which fails a gate";
    }
}
