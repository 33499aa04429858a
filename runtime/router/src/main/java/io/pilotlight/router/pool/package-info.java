/**
 * What runs: for each function in each pool a backend, its endpoints and who waits for one, what was learnt of it, and where endpoints
 * come from. Knows nothing of HTTP's callers.
 */
@NullMarked
package io.pilotlight.router.pool;

import org.jspecify.annotations.NullMarked;
