/**
 * The plans of the models that this process serves: as configured, as measured before and kept in a file, or the standard one
 * until a better one has been measured. {@link io.pilotlight.serving.plan.Plans} gives a model its lanes,
 * {@link io.pilotlight.serving.plan.PlanRoutes} tells what was decided, and why.
 */
@NullMarked
package io.pilotlight.serving.plan;

import org.jspecify.annotations.NullMarked;
