package io.pilotlight.api;

import java.util.List;

/**
 * What a caller asks for.
 *
 * @param items answered one by one, in order; at least one
 * @param deadline passed on to everything that works for this request
 * @param cacheControl what the caller says of kept answers
 */
public record Request<I>(List<I> items, LatencyTier tier, Deadline deadline, CacheControl cacheControl) {

    public Request {
        items = List.copyOf(items);
        if (items.isEmpty()) {
            throw new IllegalArgumentException("request: expected at least one item, got none");
        }
    }

    /** Of a caller who says nothing of kept answers. */
    public Request(List<I> items, LatencyTier tier, Deadline deadline) {
        this(items, tier, deadline, CacheControl.NONE);
    }

    /** The same request about other items: what the next verb inside is asked. */
    public <J> Request<J> withItems(List<J> others) {
        return new Request<>(others, tier, deadline, cacheControl);
    }
}
