/** Functions described for people and generators of clients: an OpenAPI document, made from their manifests. */
@NullMarked
package io.pilotlight.wire.openapi;

import org.jspecify.annotations.NullMarked;
