/** How many processors this process may really use. Asked once, at start, to plan lanes and threads. */
@NullMarked
package io.pilotlight.engine.cpu;

import org.jspecify.annotations.NullMarked;
