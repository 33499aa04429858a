package io.pilotlight.queue;

import java.time.Duration;

/** Gets to know how the work goes on. Called by the thread that works; must not wait. */
public interface QueueObserver {

    /** Records were taken on together. */
    void took(int records, long bytes);

    /** Those records were answered. */
    void answered(int records, Duration duration);

    /**
     * A record has its outcome, and that is committed.
     *
     * @param kind what it has become
     * @param code of the error; {@code OK} without one
     * @param attempts including the last
     * @param age since the request was written
     */
    void settled(Kind kind, String code, int attempts, Duration age);

    /** What a record can become. */
    enum Kind {
        RESULT,
        DEAD_LETTER,
        RETRY,
        DUPLICATE
    }

    /** Records that wait in the partitions that are ours, as far as is known. */
    void lag(long records);

    /** What was worked on is begun again, because somebody else may have it now. */
    void rewound();
}
