package io.pilotlight.tests.benchmark.options;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What can be measured by itself. */
public enum BenchmarkPart {
    COLD_START,
    /** The bare calls alone, in every arrangement; {@link #THROUGHPUT} begins with the same. */
    BARE,
    THROUGHPUT,
    SOAK;

    /** What {@code all} stands for. */
    static final Set<BenchmarkPart> ALL = EnumSet.of(COLD_START, THROUGHPUT, SOAK);

    /** The name on the command line. */
    String argument() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
