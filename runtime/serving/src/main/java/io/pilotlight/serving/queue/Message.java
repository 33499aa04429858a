package io.pilotlight.serving.queue;

import io.pilotlight.serving.cloudevents.CloudEvent;
import io.pilotlight.serving.openai.BatchLine;

/** What a record holds. */
sealed interface Message {

    /**
     * An event.
     *
     * @param structured whether it is one JSON document, rather than headers and data; its answer is alike
     */
    record Event(CloudEvent event, boolean structured) implements Message {}

    /** A line of a batch file. */
    record Line(BatchLine line) implements Message {}

    /** The function's input as JSON, and nothing else. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Plain(byte[] json) implements Message {}
}
