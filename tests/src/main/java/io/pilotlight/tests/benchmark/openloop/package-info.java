/**
 * Loads an {@link io.pilotlight.api.Inference} of tensors in this process: {@code OpenLoop} with requests that arrive when
 * they arrive, whatever became of the earlier ones, and {@code ClosedLoop} with callers that each wait for their answer.
 * The first tells what users get at a given rate, deadlines and refusals included; the second what the whole can do at
 * most. What the tensors are, what answers them and what the figures mean is for the packages that measure.
 */
@NullMarked
package io.pilotlight.tests.benchmark.openloop;

import org.jspecify.annotations.NullMarked;
