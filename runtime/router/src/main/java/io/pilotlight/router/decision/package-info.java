/**
 * Which pool answers a request: one pure function of the request, of what is known of each pool, and of the clock. It starts nothing
 * and sends nothing; who asks it acts on what it says.
 */
@NullMarked
package io.pilotlight.router.decision;

import org.jspecify.annotations.NullMarked;
