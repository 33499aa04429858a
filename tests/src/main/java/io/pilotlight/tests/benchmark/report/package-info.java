/**
 * What whoever started the benchmark gets to read: tables of figures and the machine that they hold for, progress
 * meanwhile, and the one sentence of a failure. It depends on no other package here and measures no server.
 */
@NullMarked
package io.pilotlight.tests.benchmark.report;

import org.jspecify.annotations.NullMarked;
