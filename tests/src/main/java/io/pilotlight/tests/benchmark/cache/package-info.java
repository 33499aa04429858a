/**
 * The part that tells what the cache of answers is worth and what it costs: a hit beside an echo of the same bytes, a miss beside
 * a function that keeps nothing, a crowd that asks the same of two replicas, and requests as unevenly spread as people's are.
 */
@NullMarked
package io.pilotlight.tests.benchmark.cache;

import org.jspecify.annotations.NullMarked;
