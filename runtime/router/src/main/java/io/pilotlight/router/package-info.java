/**
 * The application in front of all functions: one address for callers, who learn nothing of where an answer comes from but what the headers
 * tell. It runs no model; {@link io.pilotlight.router.Front} nests what a request passes through.
 */
@NullMarked
package io.pilotlight.router;

import org.jspecify.annotations.NullMarked;
