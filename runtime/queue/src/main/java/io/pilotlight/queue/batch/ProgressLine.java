package io.pilotlight.queue.batch;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** How far it has come: a line that moves on a terminal, a line now and then elsewhere. */
final class ProgressLine {

    private static final int WIDTH = 24;
    private static final Duration MOVING = Duration.ofMillis(200);
    private static final Duration SELDOM = Duration.ofSeconds(10);

    private final PrintStream out;
    private final boolean moving;
    private final long total;
    private final long begunNanos = System.nanoTime();
    private long shownNanos = begunNanos;
    private long atBegin = -1;

    ProgressLine(PrintStream out, boolean moving, long total) {
        this.out = out;
        this.moving = moving;
        this.total = total;
    }

    void show(long done, long errors) {
        if (atBegin < 0) {
            atBegin = done;
        }
        long now = System.nanoTime();
        if (now - shownNanos < (moving ? MOVING : SELDOM).toNanos()) {
            return;
        }
        shownNanos = now;
        out.print((moving ? "\r\033[K" : "") + text(done, errors, now) + (moving ? "" : "\n"));
        out.flush();
    }

    void end(long done, long errors) {
        out.println((moving ? "\r\033[K" : "") + text(done, errors, System.nanoTime()));
    }

    private String text(long done, long errors, long now) {
        double seconds = Math.max(1e-3, (now - begunNanos) / 1e9);
        double rate = (done - Math.max(0, atBegin)) / seconds;
        int filled = total == 0 ? WIDTH : (int) (WIDTH * done / total);
        String left = rate <= 0 || done >= total ? "" : ", " + inWords((long) ((total - done) / rate)) + " left";
        return String.format(
                Locale.ROOT,
                "[%s%s] %,d of %,d, %,.0f/s, %,d errors%s",
                "#".repeat(filled),
                " ".repeat(WIDTH - filled),
                done,
                total,
                rate,
                errors,
                left);
    }

    private static String inWords(long seconds) {
        return seconds < 60 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s";
    }
}
