/** What a function measures of itself: queues, runs, and a span for each inference. */
@NullMarked
package io.pilotlight.serving.telemetry;

import org.jspecify.annotations.NullMarked;
