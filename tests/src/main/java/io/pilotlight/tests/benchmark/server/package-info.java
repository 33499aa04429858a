/**
 * The process under test, whichever function it serves: the files that a function's build leaves, how they are started,
 * and what the kernel and the process's own pages say of it. What is asked of it is for other packages.
 */
@NullMarked
package io.pilotlight.tests.benchmark.server;

import org.jspecify.annotations.NullMarked;
