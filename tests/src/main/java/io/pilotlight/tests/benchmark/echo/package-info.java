/**
 * The limit for whatever is answered without computing: a plain Vert.x server, in a process of its own, that has the request's
 * bytes or an answer's and nothing else to do.
 */
@NullMarked
package io.pilotlight.tests.benchmark.echo;

import org.jspecify.annotations.NullMarked;
