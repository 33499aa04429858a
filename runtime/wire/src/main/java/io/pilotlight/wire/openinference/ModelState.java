package io.pilotlight.wire.openinference;

import io.pilotlight.api.ModelId;

/**
 * A line of a repository's index.
 *
 * @param reason why it is not ready, for its operator; empty if it is
 */
public record ModelState(ModelId id, Availability availability, String reason) {

    /** In the words of Triton's repository index. */
    public enum Availability {
        READY,
        LOADING,
        UNLOADING,
        UNAVAILABLE
    }

    public boolean isReady() {
        return availability == Availability.READY;
    }
}
