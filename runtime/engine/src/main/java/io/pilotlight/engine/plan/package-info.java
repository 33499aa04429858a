/**
 * Which plan a model's lanes should follow, found out by measuring. {@link io.pilotlight.engine.plan.PlanSurvey} compares plans,
 * {@link io.pilotlight.engine.plan.Planner} has it do so while nobody needs the processors, and has the lanes adopt what is
 * better. How a plan is carried out is for the lanes.
 */
@NullMarked
package io.pilotlight.engine.plan;

import org.jspecify.annotations.NullMarked;
