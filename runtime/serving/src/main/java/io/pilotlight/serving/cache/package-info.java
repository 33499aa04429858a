/** The result cache around the typed function: its settings, its codec, its metrics. */
@NullMarked
package io.pilotlight.serving.cache;

import org.jspecify.annotations.NullMarked;
