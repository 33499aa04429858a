/** Where a function's process begins, and what it begins with before there is an application. */
@NullMarked
package io.pilotlight.serving.start;

import org.jspecify.annotations.NullMarked;
