/**
 * Processes that the benchmark starts, watches and ends, none of which outlives it, and the conversation with those
 * that are helpers: a {@link io.pilotlight.tests.benchmark.process.Question} goes to whoever implements
 * {@link io.pilotlight.tests.benchmark.process.Answers} there. Nothing here knows what they are asked, or what a server
 * serves.
 */
@NullMarked
package io.pilotlight.tests.benchmark.process;

import org.jspecify.annotations.NullMarked;
