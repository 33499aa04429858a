/** Where a process is described for people and generators of clients. */
@NullMarked
package io.pilotlight.serving.openapi;

import org.jspecify.annotations.NullMarked;
