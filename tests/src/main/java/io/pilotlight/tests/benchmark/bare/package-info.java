/**
 * The limit to compare with: plain tokenizer and ONNX Runtime calls in every arrangement of threads.
 * {@link io.pilotlight.tests.benchmark.bare.BareCalls} asks for them; the calls run in a process of their own, so that
 * they share neither heap nor compiler nor collector with what they are compared with. Only this package knows ONNX
 * Runtime and the tokenizer; it asks no server anything.
 */
@NullMarked
package io.pilotlight.tests.benchmark.bare;

import org.jspecify.annotations.NullMarked;
