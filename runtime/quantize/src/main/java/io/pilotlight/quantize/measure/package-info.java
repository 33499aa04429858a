/** What a quantized model is worth beside the float one: accuracy, speed, and whether a row's answer is its own. */
@NullMarked
package io.pilotlight.quantize.measure;

import org.jspecify.annotations.NullMarked;
