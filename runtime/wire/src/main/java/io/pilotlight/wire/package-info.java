/**
 * What every process of Pilotlight has in common on the wire, functions and the router: HTTP that no caller can bring down, errors
 * in each protocol's form, settings that are checked together, manifests, what is told of functions without running them, and the
 * measures of requests. It knows neither how models run nor pools.
 */
@NullMarked
package io.pilotlight.wire;

import org.jspecify.annotations.NullMarked;
