/**
 * The benchmarks: how fast the function {@code embed} starts, how much it serves and whether it leaks, beside a
 * standalone program of bare ONNX Runtime calls on the same model in the same run; and what it costs to carry large
 * tensors, beside an echo and beside a parser alone; and what it saves and costs to keep answers. {@link io.pilotlight.tests.benchmark.Benchmark} is the program to
 * start; below it lie the parts that it can measure ({@code bare}, {@code coldstart}, {@code throughput}, {@code soak},
 * {@code transfer}, {@code json}, {@code cache}) and what these are made of. Nothing here is a test, and nothing here uses the engine:
 * the bare calls are what it is measured against.
 */
@NullMarked
package io.pilotlight.tests.benchmark;

import org.jspecify.annotations.NullMarked;
