package io.pilotlight.serving.cloudevents;

import java.util.Optional;

/**
 * An event: who it is, and its data (CloudEvents 1.0.2, section 3).
 *
 * @param data empty where the event has none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record CloudEvent(
        String id,
        String source,
        String type,
        Optional<String> subject,
        Optional<String> dataContentType,
        Optional<byte[]> data) {

    public static final String SPEC_VERSION = "1.0";

    /** What has the same is the same event: source and id, of which neither can pass for a part of the other. */
    public String identity() {
        return source.length() + ":" + source + id;
    }
}
