package io.pilotlight.serving.cloudevents;

import java.util.Optional;

/**
 * An event: who it is, and its data (CloudEvents 1.0.2, section 3).
 *
 * @param data empty where the event has none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record CloudEvent(
        String id,
        String source,
        String type,
        Optional<String> subject,
        Optional<String> dataContentType,
        Optional<byte[]> data) {

    static final String SPEC_VERSION = "1.0";
}
