/** What is told of a quantization: as JSON for programs, and as a page for people. */
@NullMarked
package io.pilotlight.quantize.report;

import org.jspecify.annotations.NullMarked;
