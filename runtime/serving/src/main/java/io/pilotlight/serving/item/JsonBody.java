package io.pilotlight.serving.item;

import io.pilotlight.api.InferenceException;
import io.pilotlight.wire.json.JsonDocument;

import com.fasterxml.jackson.databind.ObjectReader;

/** Reads a whole JSON document as one item, and refuses one that is not complete. */
public final class JsonBody<T extends Record> {

    private final ItemType<T> type;
    private final ObjectReader reader;

    public JsonBody(ItemType<T> type) {
        this.type = type;
        this.reader = JsonDocument.readerFor(type.type());
    }

    /**
     * Reads one item.
     *
     * @throws InferenceException {@code INVALID_REQUEST}, naming the field
     */
    public T read(byte[] body) {
        T item = JsonDocument.value(body, reader);
        if (item == null) {
            throw InferenceException.invalid("body", "body: expected an object, got null");
        }
        type.requireComplete(item);
        return item;
    }
}
