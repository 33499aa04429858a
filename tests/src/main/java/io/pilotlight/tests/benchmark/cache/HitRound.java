package io.pilotlight.tests.benchmark.cache;

import io.pilotlight.tests.benchmark.load.LoadReport;

/**
 * Four loads, one right after the other.
 *
 * @param near answered from the function's own memory
 * @param shared answered from Infinispan
 * @param computed other texts, answered by a function without a cache
 */
record HitRound(LoadReport echo, Hits near, Hits shared, LoadReport computed) {

    /** @param known of all requests, those of the warm-up included, the part that the function says it has not computed */
    record Hits(LoadReport load, double known) {}
}
