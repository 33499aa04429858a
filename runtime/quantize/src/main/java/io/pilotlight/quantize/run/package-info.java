/** Models that are run while they are worked on, by ONNX Runtime: with samples, to see shapes, ranges and results. */
@NullMarked
package io.pilotlight.quantize.run;

import org.jspecify.annotations.NullMarked;
