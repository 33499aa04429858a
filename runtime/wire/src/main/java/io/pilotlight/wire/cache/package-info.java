/** How a process of Pilotlight keeps answers: settings, the one cache made of them, and the way to have answers forgotten. */
@NullMarked
package io.pilotlight.wire.cache;

import org.jspecify.annotations.NullMarked;
