/**
 * What all protocols share of HTTP: routes, admission, bounded bodies, deadlines, cancellation, and errors in each
 * protocol's own form. Bodies are read on the event loop; requests are answered on virtual threads.
 */
@NullMarked
package io.pilotlight.wire.http;

import org.jspecify.annotations.NullMarked;
