/**
 * The process under test and the clients that talk to it. Tests see it as its callers do: through its port, its output and
 * its exit code. {@link io.pilotlight.tests.process.FunctionProcess} owns a process and always ends it;
 * {@link io.pilotlight.tests.process.SharedFunction} lends one to all tests that leave it as they found it;
 * {@link io.pilotlight.tests.process.Connection} sends bytes that no proper client would.
 */
@NullMarked
package io.pilotlight.tests.process;

import org.jspecify.annotations.NullMarked;
