package io.pilotlight.api;

import java.util.List;

/**
 * What a caller gets.
 *
 * @param results one for each item of the request, in its order
 * @param cacheUse what the cache did for it
 */
public record Response<O>(List<O> results, Timing timing, CacheUse cacheUse) {

    public Response {
        results = List.copyOf(results);
    }

    /** Of something that has no cache. */
    public Response(List<O> results, Timing timing) {
        this(results, timing, CacheUse.BYPASSED);
    }
}
