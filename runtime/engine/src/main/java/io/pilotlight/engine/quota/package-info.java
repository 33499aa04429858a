/** How many processors and how much memory this process may really use. Asked when lanes, threads and sessions are planned. */
@NullMarked
package io.pilotlight.engine.quota;

import org.jspecify.annotations.NullMarked;
