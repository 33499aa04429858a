/** An ONNX model in memory, to be rewritten: its nodes, its constants, who computes what and who reads it; and its file. */
@NullMarked
package io.pilotlight.quantize.graph;

import org.jspecify.annotations.NullMarked;
