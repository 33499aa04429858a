/**
 * Quantization that keeps its promises: a float ONNX model becomes a smaller and faster one, is measured, and is refused where it
 * is worse. For builds and the command line; plain Java, it knows neither Quarkus nor how functions are served.
 */
@NullMarked
package io.pilotlight.quantize;

import org.jspecify.annotations.NullMarked;
