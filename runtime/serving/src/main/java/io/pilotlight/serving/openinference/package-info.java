/**
 * The Open Inference Protocol, version 2: what its two ways share. A request is read by one of the packages below, checked
 * by {@link io.pilotlight.serving.openinference.InputCheck} against the model's signature before any of its data is taken,
 * answered by {@link io.pilotlight.serving.openinference.ServedModels}, and written by the package that read it.
 */
@NullMarked
package io.pilotlight.serving.openinference;

import org.jspecify.annotations.NullMarked;
