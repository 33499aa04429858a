/**
 * Writes the module of a new function from its model: a class, its configuration and its test, of which its author changes what
 * the model cannot tell. A program of the launcher's; no function knows it.
 */
@NullMarked
package io.pilotlight.scaffold;

import org.jspecify.annotations.NullMarked;
