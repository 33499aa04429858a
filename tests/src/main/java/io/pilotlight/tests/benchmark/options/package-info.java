/**
 * What was asked for on the command line: which parts, of which servers, and how thoroughly, that is, how long and how
 * often each thing is measured. How it is measured is for the parts themselves.
 */
@NullMarked
package io.pilotlight.tests.benchmark.options;

import org.jspecify.annotations.NullMarked;
