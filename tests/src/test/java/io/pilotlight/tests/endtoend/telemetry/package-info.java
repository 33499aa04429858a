/**
 * What the process tells its operators: metrics for Prometheus, and traces to whoever the environment names.
 */
@NullMarked
package io.pilotlight.tests.endtoend.telemetry;

import org.jspecify.annotations.NullMarked;
