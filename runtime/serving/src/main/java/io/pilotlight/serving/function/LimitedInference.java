package io.pilotlight.serving.function;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.Inference;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Request;
import io.pilotlight.api.Response;
import io.pilotlight.serving.item.ItemType;

import java.nio.charset.StandardCharsets;

/** Refuses what is too much, whatever protocol it came by: too many items, or a text too long even to tokenize. */
final class LimitedInference implements Inference<Record, Record> {

    private final Inference<Record, Record> delegate;
    private final ItemType<Record> type;
    private final int maxItems;
    private final long maxTextBytes;

    LimitedInference(Inference<Record, Record> delegate, ItemType<Record> type, int maxItems, long maxTextBytes) {
        this.delegate = delegate;
        this.type = type;
        this.maxItems = maxItems;
        this.maxTextBytes = maxTextBytes;
    }

    @Override
    public Response<Record> infer(Request<Record> request) {
        if (request.items().size() > maxItems) {
            throw new InferenceException(
                    ErrorCode.REQUEST_TOO_LARGE,
                    "request: expected at most " + maxItems + " items, got "
                            + request.items().size());
        }
        for (int i = 0; i < request.items().size(); i++) {
            check(request.items().get(i), i);
        }
        return delegate.infer(request);
    }

    private void check(Record item, int index) {
        if (!type.type().isInstance(item)) {
            return; // an item of another kind, as token ids are, holds no text
        }
        try {
            type.forEachText(item, this::check);
        } catch (InferenceException refused) {
            throw refused.ofItem(index);
        }
    }

    private void check(String name, String text) {
        if (text.length() <= maxTextBytes / 3) {
            return; // no UTF-16 unit takes more than three bytes
        }
        long bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > maxTextBytes) {
            throw InferenceException.tooLarge(
                    name, "`" + name + "`: expected at most " + maxTextBytes + " bytes of text, got " + bytes);
        }
    }
}
