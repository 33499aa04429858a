package io.pilotlight.api;

/** Who can mend an error. */
public enum ErrorCategory {
    /** The caller: the same request fails again. */
    CALLER,
    /** More time or more machines: the same request may succeed later. */
    RESOURCES,
    /** A neighbour of ours: a cache, a broker, an endpoint. */
    EXTERNAL,
    /** Us. */
    INTERNAL
}
