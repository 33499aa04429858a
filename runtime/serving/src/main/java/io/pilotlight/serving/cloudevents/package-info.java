/**
 * The typed function as CloudEvents 1.0 over HTTP, {@code POST /}: binary, structured and batch.
 */
@NullMarked
package io.pilotlight.serving.cloudevents;

import org.jspecify.annotations.NullMarked;
