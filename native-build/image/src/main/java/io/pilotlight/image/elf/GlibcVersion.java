package io.pilotlight.image.elf;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of the GNU C library. What was linked against one runs with that and with every later one. */
public record GlibcVersion(int major, int minor) implements Comparable<GlibcVersion> {

    /** The first that resolves host names by itself: earlier ones load further libraries for that, which no file names. */
    static final GlibcVersion RESOLVING = new GlibcVersion(2, 34);

    private static final Pattern SYMBOL_VERSION = Pattern.compile("GLIBC_(\\d+)\\.(\\d+)(\\.\\d+)?");
    private static final Comparator<GlibcVersion> ORDER =
            Comparator.comparingInt(GlibcVersion::major).thenComparingInt(GlibcVersion::minor);

    /** The one that a version of symbols stands for, {@code GLIBC_2.34}; empty for versions of other libraries' symbols. */
    static Optional<GlibcVersion> ofSymbols(String version) {
        Matcher matcher = SYMBOL_VERSION.matcher(version);
        return matcher.matches()
                ? Optional.of(new GlibcVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    @Override
    public int compareTo(GlibcVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
