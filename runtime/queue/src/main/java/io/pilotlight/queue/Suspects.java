package io.pilotlight.queue;

/**
 * Records over which a process has ended, so that any of them may have ended it. They are worked on one by one: then the next end
 * tells which one it is.
 *
 * @param from the first offset
 * @param until the first one behind them
 * @param crashes that the first one was in; the others were in one
 */
record Suspects(long from, long until, int crashes) {

    static final Suspects NONE = new Suspects(0, 0, 0);

    /**
     * Those that a marker leaves, found where that offset is committed.
     *
     * @param own the name of the process that has found it: one that has begun again by itself has not ended over anything
     */
    static Suspects after(WorkMarker marker, long committed, String own) {
        long from = Math.max(marker.from(), committed);
        long until = Math.max(marker.to(), marker.until());
        if (from >= marker.to()) {
            return NONE; // what was worked on has its outcomes
        }
        if (marker.by().equals(own)) {
            return marker.until() > 0 ? new Suspects(from, marker.until(), marker.crashes()) : NONE;
        }
        return new Suspects(from, until, marker.crashes() + 1);
    }

    boolean isEmpty() {
        return from >= until;
    }

    boolean contains(long offset) {
        return offset >= from && offset < until;
    }

    /** How many ends the record is known to have been in. */
    int crashes(long offset) {
        return offset == from ? crashes : 1;
    }

    /** Without those before that offset. */
    Suspects from(long offset) {
        return offset <= from ? this : offset >= until ? NONE : new Suspects(offset, until, 1);
    }
}
