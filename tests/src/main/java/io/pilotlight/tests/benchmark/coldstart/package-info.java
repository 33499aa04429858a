/**
 * The part that measures starts: from the moment before a server's process exists to its first correct answer, and what
 * is resident then. A server that has settled is the matter of the other parts.
 */
@NullMarked
package io.pilotlight.tests.benchmark.coldstart;

import org.jspecify.annotations.NullMarked;
