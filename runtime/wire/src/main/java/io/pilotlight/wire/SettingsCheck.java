package io.pilotlight.wire;

import io.pilotlight.wire.http.DeadlineConfig;
import io.pilotlight.wire.http.LimitsConfig;
import io.pilotlight.wire.http.ShutdownConfig;

import io.quarkus.arc.All;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Looks at all settings together, at start: one that nobody knows, makes no sense or contradicts another stops the start. */
@Singleton
public class SettingsCheck {

    /** Those that every process has. */
    static final Set<String> KNOWN = Set.of(
            "pilotlight.limits.body-size",
            "pilotlight.limits.bodies-in-memory",
            "pilotlight.limits.body-timeout",
            "pilotlight.limits.answer-timeout",
            "pilotlight.limits.concurrent-requests",
            "pilotlight.limits.items-per-request",
            "pilotlight.deadline.default-duration",
            "pilotlight.deadline.realtime",
            "pilotlight.deadline.batch",
            "pilotlight.deadline.maximum",
            "pilotlight.tenant.header",
            "pilotlight.shutdown.drain-timeout");

    /** Settings that an application adds to these, as a bean. */
    public interface More {

        /** Their names. */
        Set<String> known();

        /**
         * Checks them.
         *
         * @throws IllegalArgumentException naming the setting, what was expected and what was given
         */
        void check();
    }

    private final Config config;
    private final List<More> more;
    private final LimitsConfig limits;
    private final DeadlineConfig deadlines;
    private final ShutdownConfig shutdown;

    @Inject
    SettingsCheck(
            Config config,
            LimitsConfig limits,
            DeadlineConfig deadlines,
            ShutdownConfig shutdown,
            @All List<More> more) {
        this.config = config;
        this.more = more;
        this.limits = limits;
        this.deadlines = deadlines;
        this.shutdown = shutdown;
    }

    /**
     * Checks them.
     *
     * @throws IllegalArgumentException naming the setting, what was expected and what was given
     */
    public void check() {
        requireKnown();
        atLeast("pilotlight.limits.body-size", limits.bodySize().asLongValue(), 1);
        require(
                "pilotlight.limits.body-size",
                limits.bodySize().asLongValue() <= Integer.MAX_VALUE - 16,
                "less than 2 GiB",
                limits.bodySize().asLongValue());
        require(
                "pilotlight.limits.bodies-in-memory",
                limits.bodiesInMemory().asLongValue() >= limits.bodySize().asLongValue(),
                "at least pilotlight.limits.body-size, " + limits.bodySize().asLongValue(),
                limits.bodiesInMemory().asLongValue());
        positive("pilotlight.limits.body-timeout", limits.bodyTimeout());
        positive("pilotlight.limits.answer-timeout", limits.answerTimeout());
        atLeast("pilotlight.limits.concurrent-requests", limits.concurrentRequests(), 1);
        atLeast("pilotlight.limits.items-per-request", limits.itemsPerRequest(), 1);
        positive("pilotlight.deadline.maximum", deadlines.maximum());
        atMostMaximum("pilotlight.deadline.default-duration", deadlines.defaultDuration());
        deadlines.realtime().ifPresent(duration -> atMostMaximum("pilotlight.deadline.realtime", duration));
        deadlines.batch().ifPresent(duration -> atMostMaximum("pilotlight.deadline.batch", duration));
        notNegative("pilotlight.shutdown.drain-timeout", shutdown.drainTimeout());
        more.forEach(More::check);
    }

    private void requireKnown() {
        Set<String> known = new TreeSet<>(KNOWN);
        more.forEach(settings -> known.addAll(settings.known()));
        for (String name : config.getPropertyNames()) {
            boolean ours = name.startsWith("pilotlight.") || name.startsWith("PILOTLIGHT_");
            if (ours && known.stream().noneMatch(one -> name.equals(one) || name.equals(environmentName(one)))) {
                throw new IllegalArgumentException("setting " + name + ": unknown; there are " + known);
            }
        }
    }

    /** As MicroProfile Config maps it: every other character an underscore, all in upper case. */
    private static String environmentName(String property) {
        return property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    private void atMostMaximum(String name, Duration duration) {
        positive(name, duration);
        require(
                name,
                duration.compareTo(deadlines.maximum()) <= 0,
                "at most pilotlight.deadline.maximum, " + deadlines.maximum(),
                duration);
    }

    private static void positive(String name, Duration duration) {
        require(name, duration.isPositive(), "more than nothing", duration);
    }

    private static void notNegative(String name, Duration duration) {
        require(name, !duration.isNegative(), "no negative duration", duration);
    }

    /** Refuses a number that is too small. */
    public static void atLeast(String name, long value, long least) {
        require(name, value >= least, "at least " + least, value);
    }

    /**
     * Refuses a file that cannot be read.
     *
     * @param expected what it should be
     */
    public static void readable(String name, Path file, String expected) {
        require(name, Files.isRegularFile(file) && Files.isReadable(file), expected + " that can be read", file);
    }

    /** Refuses a setting that does not hold. */
    public static void require(String name, boolean holds, String expected, Object actual) {
        if (!holds) {
            throw new IllegalArgumentException("setting " + name + ": expected " + expected + ", got " + actual);
        }
    }
}
