/**
 * Models of one operator, written as ONNX files on the spot, for tests and benchmarks that need a model of a known answer
 * and of any element type and shape. What real models do is for {@code tabular}'s and for the function
 * {@code embed}'s.
 */
@NullMarked
package io.pilotlight.tests.model;

import org.jspecify.annotations.NullMarked;
