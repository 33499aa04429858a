package io.pilotlight.tests.benchmark.plans;

import io.pilotlight.tests.benchmark.plot.LineChart;
import io.pilotlight.tests.benchmark.plot.Series;
import io.pilotlight.tests.benchmark.report.BenchmarkFailure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;

/** How many of the accepted were answered in time, and how many answers in time that was, over the load. */
final class DeadlineChart {
    /** From the repository's root. */
    static final Path FILE = Path.of("tests", "target", "plans.svg");

    private DeadlineChart() {}

    static void write(List<DeadlineFigures> subjects) {
        try {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, of(subjects).toSvg());
        } catch (IOException e) {
            throw new BenchmarkFailure("cannot write " + FILE, e);
        }
    }

    static LineChart of(List<DeadlineFigures> subjects) {
        List<Series> series = subjects.stream()
                .flatMap(figures -> Stream.of(
                        series(figures.subject().label() + ", in time of accepted", figures::hitRate),
                        series(figures.subject().label() + ", goodput", figures::goodputShare)))
                .toList();
        return new LineChart("Requests with deadlines, as more arrive", "load, % of capacity", "%", series);
    }

    private static Series series(String name, IntToDoubleFunction fraction) {
        return new Series(
                name,
                DeadlineLoad.LOADS.stream()
                        .map(load -> new Series.Point(load, 100 * fraction.applyAsDouble(load)))
                        .toList());
    }
}
