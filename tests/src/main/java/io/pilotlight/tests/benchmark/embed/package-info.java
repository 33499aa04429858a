/**
 * The function {@code embed}, which is measured: its model's files, the bytes of a request to it and what it answers. How
 * many requests to send and what their times mean is for the packages that measure.
 */
@NullMarked
package io.pilotlight.tests.benchmark.embed;

import org.jspecify.annotations.NullMarked;
