package io.pilotlight.router.catalog;

/**
 * A function in a pool.
 *
 * @param variant of the function, that answers there
 * @param concurrency the most requests that one endpoint is given at a time; others wait in the router
 */
public record Placement(String function, String variant, int concurrency, Source source) {

    public Placement {
        if (concurrency < 1) {
            throw new IllegalArgumentException(
                    "function " + function + ": `concurrency`: expected at least 1, got " + concurrency);
        }
    }
}
