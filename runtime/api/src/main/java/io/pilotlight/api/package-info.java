/**
 * The words of the platform: tensors and their shapes, deadlines and latency tiers, errors, and the two verbs
 * {@link io.pilotlight.api.Inference} and {@link io.pilotlight.api.Generation}. Every other module speaks them; this
 * one knows none of the others, and nothing but JSpecify. Values are immutable and check themselves when made.
 */
@NullMarked
package io.pilotlight.api;

import org.jspecify.annotations.NullMarked;
