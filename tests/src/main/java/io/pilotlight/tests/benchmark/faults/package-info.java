/** Harm done to a queue at work, and whether each of its records has exactly one outcome all the same. */
@NullMarked
package io.pilotlight.tests.benchmark.faults;

import org.jspecify.annotations.NullMarked;
