/**
 * What the router does about queues: it looks how many records wait for functions, so that their processes are started and left running
 * for them. It reads no record; processes work on queues by themselves.
 */
@NullMarked
package io.pilotlight.router.queue;

import org.jspecify.annotations.NullMarked;
