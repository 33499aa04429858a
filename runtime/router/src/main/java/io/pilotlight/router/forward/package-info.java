/**
 * The way of a request through the router: its address, who asks, a kept response or a decision, an endpoint, and the answer on its way
 * back. All of it on the event loop of the caller's connection; bytes are passed on as they came.
 */
@NullMarked
package io.pilotlight.router.forward;

import org.jspecify.annotations.NullMarked;
