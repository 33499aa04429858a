/**
 * Draws measured figures as SVG, for a README to show: {@code LineChart} and what it is made of. The same figures always
 * give the same text, so that a chart changes in a diff only when they do. It knows nothing of what was measured.
 */
@NullMarked
package io.pilotlight.tests.benchmark.plot;

import org.jspecify.annotations.NullMarked;
