/**
 * The part that compares a server under load with the bare calls, round by round: texts a second, latency and who took
 * the processor. The load and the bare calls themselves come from the packages of those names.
 */
@NullMarked
package io.pilotlight.tests.benchmark.throughput;

import org.jspecify.annotations.NullMarked;
