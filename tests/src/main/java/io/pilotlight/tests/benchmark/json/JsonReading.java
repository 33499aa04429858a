package io.pilotlight.tests.benchmark.json;

import io.pilotlight.tests.benchmark.options.Effort;
import io.pilotlight.tests.benchmark.process.HelperProcess;
import io.pilotlight.tests.benchmark.report.MarkdownTable;
import io.pilotlight.tests.benchmark.report.Progress;
import io.pilotlight.tests.benchmark.server.FunctionBuild;

import java.io.PrintStream;

/**
 * How much longer it takes to read JSON numbers into a tensor than to pass over them. The readers take turns in every
 * round, and the median of the rounds' ratios counts.
 */
public final class JsonReading {
    private final Effort effort;
    private final PrintStream out;

    public JsonReading(Effort effort, PrintStream out) {
        this.effort = effort;
        this.out = out;
    }

    public void run() {
        out.printf("### JSON numbers%n%n");
        out.printf(
                "An inference request with %,d numbers in JSON, read from an array of bytes; milliseconds over %d rounds, in each of which every reader had its turn, and the medians of the rounds' ratios. Jackson's parser has the server's settings. The claim (at most 3 times the parser alone) is held against the stricter of Jackson's two, the tokens alone, although nobody could use those.%n%n",
                NumberKind.COUNT, effort.readings());
        for (NumberKind numbers : NumberKind.values()) {
            Progress.say("json: %,d numbers of %s".formatted(NumberKind.COUNT, numbers.type()));
            // A process for each: what one kind has taught the compilers should not count for another.
            try (HelperProcess process = HelperProcess.start(ReaderProcess.class, FunctionBuild.JVM_SETTINGS)) {
                print(numbers, process.ask(new Readings(numbers, effort.serverWarmUp(), effort.readings())));
            }
        }
    }

    private void print(NumberKind numbers, Readings.Times times) {
        out.printf(
                "%s, %s: %s MB.%n%n",
                numbers.type(), numbers.words(), MarkdownTable.figure(times.bodyBytes() / 1e6, 1));
        MarkdownTable table = new MarkdownTable(
                "reader", "p50", "p90", "p99", "MB/s", "times tokens and numbers", "times tokens alone");
        for (Reader reader : Reader.values()) {
            double median = times.millis(reader).median();
            table.add(
                    reader.label(),
                    MarkdownTable.figure(median, 1),
                    MarkdownTable.figure(times.millis(reader).quantile(0.9), 1),
                    MarkdownTable.figure(times.millis(reader).quantile(0.99), 1),
                    MarkdownTable.figure(times.bodyBytes() / 1e3 / median, 0),
                    MarkdownTable.figure(times.ratio(reader, Reader.NUMBERS).median(), 2),
                    MarkdownTable.figure(times.ratio(reader, Reader.TOKENS).median(), 2));
        }
        out.println(table);
    }
}
