/**
 * Load on a server that is ready, over HTTP. {@link io.pilotlight.tests.benchmark.load.Callers} asks for it; the load
 * generator runs in a process of its own and takes as little of the machine as it can.
 * {@link io.pilotlight.tests.benchmark.load.AnswerCheck} holds the answers against the bare calls'. What the figures
 * mean is for the packages that measure.
 */
@NullMarked
package io.pilotlight.tests.benchmark.load;

import org.jspecify.annotations.NullMarked;
