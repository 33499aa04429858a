package io.pilotlight.tests.benchmark.options;

import io.pilotlight.tests.benchmark.server.MeasuredFunction;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What can be measured by itself. */
public enum BenchmarkPart {
    COLD_START(MeasuredFunction.EMBED),
    /** The bare calls alone, in every arrangement; {@link #THROUGHPUT} begins with the same. */
    BARE,
    THROUGHPUT(MeasuredFunction.EMBED),
    SOAK(MeasuredFunction.EMBED),
    TRANSFER(MeasuredFunction.ONNX),
    JSON,
    PLANS,
    CACHE(MeasuredFunction.EMBED),
    ROUTER,
    QUEUE(MeasuredFunction.EMBED),
    /** Nothing is measured: whether anything is lost or said twice. */
    FAULTS(MeasuredFunction.EMBED);

    /** What {@code all} stands for. */
    static final Set<BenchmarkPart> ALL = EnumSet.complementOf(EnumSet.of(BARE, FAULTS));

    private static final Set<BenchmarkPart> OF_TEXTS =
            EnumSet.of(COLD_START, BARE, THROUGHPUT, SOAK, CACHE, QUEUE, FAULTS);

    private final Optional<MeasuredFunction> server;

    BenchmarkPart() {
        this.server = Optional.empty();
    }

    BenchmarkPart(MeasuredFunction server) {
        this.server = Optional.of(server);
    }

    /** The name on the command line. */
    String argument() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The function that it starts, if any. */
    Optional<MeasuredFunction> server() {
        return server;
    }

    /** Whether it embeds texts, so that it needs {@code embed}'s model and the bare calls. */
    boolean ofTexts() {
        return OF_TEXTS.contains(this);
    }
}
