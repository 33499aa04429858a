/** The function's queue, seen from outside: a real broker, real processes, and a reader who knows nothing of either. */
@NullMarked
package io.pilotlight.tests.endtoend.queue;

import org.jspecify.annotations.NullMarked;
