/**
 * Writes container images of native executables, without a container engine: a program of the launcher's. What goes into which
 * layer is decided here; Jib's core library makes the layers and fetches base images. It knows no application from within, only the
 * files that a build has left.
 */
@NullMarked
package io.pilotlight.image;

import org.jspecify.annotations.NullMarked;
