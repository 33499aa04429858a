package io.pilotlight.router.address;

import io.vertx.core.buffer.Buffer;

/** The {@code type} of an event in structured mode, or of the first one of a batch. */
final class EventType implements BodyAddress {

    private static final String FIELD = "type";

    private final boolean batch;

    EventType(boolean batch) {
        this.batch = batch;
    }

    /** What is wrong with an event its function says, in the form of events. */
    @Override
    public Found find(Buffer body, boolean whole) {
        if (!whole) {
            return new Found.NotYet();
        }
        return switch (JsonField.find(body, FIELD, batch)) {
            case JsonField.Found.Text(String text) -> new Found.Is(new Address.Event(text));
            case JsonField.Found.Absent _, JsonField.Found.Malformed _ -> new Found.Is(new Address.Event(""));
        };
    }
}
