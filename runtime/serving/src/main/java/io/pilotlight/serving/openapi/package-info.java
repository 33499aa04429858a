/** The function's own description for people and generators of clients: an OpenAPI document, made from its manifest. */
@NullMarked
package io.pilotlight.serving.openapi;

import org.jspecify.annotations.NullMarked;
