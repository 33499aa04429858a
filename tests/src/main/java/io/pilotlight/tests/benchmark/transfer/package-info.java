/**
 * The part that measures what it costs to carry a large tensor through a function: {@code onnx} with a model that gives its
 * input back, beside a plain echo of the same bytes over the same HTTP, round by round. Echo, load generator and the bare
 * call are processes of their own; what the model computes is nothing, so that all that is measured is the way there and
 * back.
 */
@NullMarked
package io.pilotlight.tests.benchmark.transfer;

import org.jspecify.annotations.NullMarked;
