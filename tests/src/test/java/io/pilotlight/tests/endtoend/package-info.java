/**
 * Answers, seen from outside: that they are those of the model, the same on every surface, and none of the neighbours'
 * business. The packages below ask what happens when callers are hostile, when the process starts, stops or is overrun,
 * and what it tells its operators.
 */
@NullMarked
package io.pilotlight.tests.endtoend;

import org.jspecify.annotations.NullMarked;
