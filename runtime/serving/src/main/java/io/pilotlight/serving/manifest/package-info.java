/** The build step that writes a function's manifest. */
@NullMarked
package io.pilotlight.serving.manifest;

import org.jspecify.annotations.NullMarked;
