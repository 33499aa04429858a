/**
 * Runs models. Plain Java: it knows neither HTTP nor CDI nor a configuration framework, takes records as settings and
 * throws {@link io.pilotlight.api.InferenceException}. This package holds what a function's author writes, the
 * {@link io.pilotlight.engine.Handler}, and the outer {@link io.pilotlight.api.Inference} around it; the packages below
 * hold the inner one.
 */
@NullMarked
package io.pilotlight.engine;

import org.jspecify.annotations.NullMarked;
