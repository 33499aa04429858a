/** Running a model once. Only this package knows ONNX Runtime; every native object it makes has one owner that closes it. */
@NullMarked
package io.pilotlight.engine.session;

import org.jspecify.annotations.NullMarked;
