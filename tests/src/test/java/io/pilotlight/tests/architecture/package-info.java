/**
 * The arrow rule: who may know whom. The classes of all modules are read from where the build has put them, so that a new
 * module or package is judged by the rules that are there.
 */
@NullMarked
package io.pilotlight.tests.architecture;

import org.jspecify.annotations.NullMarked;
