/**
 * What the platform measures of itself: request durations, queues, cold starts, and a span for each inference.
 */
@NullMarked
package io.pilotlight.serving.telemetry;

import org.jspecify.annotations.NullMarked;
