package io.pilotlight.api;

import java.util.List;

/**
 * What a caller gets.
 *
 * @param results one for each item of the request, in its order
 */
public record Response<O>(List<O> results, Timing timing) {

    public Response {
        results = List.copyOf(results);
    }
}
