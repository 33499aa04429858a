package io.pilotlight.queue;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is written ahead of work on a partition's records, into the metadata of the offset that is committed: which of them are
 * being worked on. Whoever finds it there when the partition becomes its own knows that a process has ended over them. Where a new
 * offset is committed the marker is gone with the old one, so nothing has to be cleared.
 *
 * @param from the first offset that is worked on
 * @param to the first one behind them
 * @param until the first one behind all that are suspected; 0 where none are
 * @param crashes that the record at {@code from} is known to have been in, where it is suspected and so works alone
 * @param by whom: a process that finds its own has not ended
 */
record WorkMarker(long from, long to, long until, int crashes, String by) {

    private static final Pattern FORM = Pattern.compile(
            "work=(\\d{1,19})-(\\d{1,19})( until=(\\d{1,19}) crashes=(\\d{1,9}))? by=([0-9a-f-]{1,36})");

    /** Of records among which none is suspected. */
    static WorkMarker of(long from, long to, String by) {
        return new WorkMarker(from, to, 0, 0, by);
    }

    /** Of a record that is suspected, with the range of those that are. */
    static WorkMarker alone(long offset, long until, int crashes, String by) {
        return new WorkMarker(offset, offset + 1, until, crashes, by);
    }

    /** Reads one; empty where there is none, or what is there is not ours. */
    static Optional<WorkMarker> parse(String metadata) {
        Matcher form = FORM.matcher(metadata);
        if (!form.matches()) {
            return Optional.empty();
        }
        try {
            boolean suspected = form.group(3) != null;
            return Optional.of(new WorkMarker(
                    Long.parseLong(form.group(1)),
                    Long.parseLong(form.group(2)),
                    suspected ? Long.parseLong(form.group(4)) : 0,
                    suspected ? Integer.parseInt(form.group(5)) : 0,
                    form.group(6)));
        } catch (NumberFormatException tooLarge) {
            return Optional.empty();
        }
    }

    String text() {
        return "work=" + from + "-" + to + (until > 0 ? " until=" + until + " crashes=" + crashes : "") + " by=" + by;
    }
}
