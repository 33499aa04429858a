/** What the Open Inference Protocol tells over HTTP, {@code GET /v2/...}. */
@NullMarked
package io.pilotlight.wire.openinference.rest;

import org.jspecify.annotations.NullMarked;
