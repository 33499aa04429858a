/**
 * Any ONNX models, tensors in and out, without code: a file, an address, or a folder of models and versions. {@link
 * io.pilotlight.functions.onnx.OnnxRepository} holds what is loaded; a {@link io.pilotlight.functions.onnx.Catalog} says what
 * there is to load.
 */
@NullMarked
package io.pilotlight.functions.onnx;

import org.jspecify.annotations.NullMarked;
