package io.pilotlight.api;

import java.util.List;

/**
 * What a caller asks for.
 *
 * @param items answered one by one, in order; at least one
 * @param call what he says beside it
 */
public record Request<I>(List<I> items, Call call) {

    public Request {
        items = List.copyOf(items);
        if (items.isEmpty()) {
            throw new IllegalArgumentException("request: expected at least one item, got none");
        }
    }

    /** Of a caller who says nothing else. */
    public Request(List<I> items, LatencyTier tier, Deadline deadline) {
        this(items, new Call(tier, deadline));
    }

    public LatencyTier tier() {
        return call.tier();
    }

    public Deadline deadline() {
        return call.deadline();
    }

    /** The same request about other items: what the next verb inside is asked. */
    public <J> Request<J> withItems(List<J> others) {
        return new Request<>(others, call);
    }
}
