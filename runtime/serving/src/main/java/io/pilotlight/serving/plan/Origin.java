package io.pilotlight.serving.plan;

/** Where a plan comes from. */
enum Origin {
    /** Nothing has been measured yet. */
    STANDARD,
    /** Configured. */
    PINNED,
    /** Measured by this process. */
    MEASURED,
    /** Measured by another process, and kept in the file of plans. */
    KEPT
}
