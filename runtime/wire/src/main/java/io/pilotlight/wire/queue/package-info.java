/**
 * Where queues lie, as functions, which work on them, and the router, which wakes functions for them, are told alike. Knows nothing of
 * the client that connects there.
 */
@NullMarked
package io.pilotlight.wire.queue;

import org.jspecify.annotations.NullMarked;
