/**
 * How the process starts, what stops it from starting, how it bears more work than it can take and slower callers than it
 * waits for, and how it ends. Each test has a process of its own.
 */
@NullMarked
package io.pilotlight.tests.endtoend.lifecycle;

import org.jspecify.annotations.NullMarked;
