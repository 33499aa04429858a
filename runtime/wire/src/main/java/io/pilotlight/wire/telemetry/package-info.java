/** What every process measures of itself: the durations of requests, and how it came to be ready. */
@NullMarked
package io.pilotlight.wire.telemetry;

import org.jspecify.annotations.NullMarked;
