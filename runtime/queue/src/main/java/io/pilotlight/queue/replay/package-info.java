/** Dead letters, listed and sent again: {@link io.pilotlight.queue.replay.Replay} is the program. */
@NullMarked
package io.pilotlight.queue.replay;

import org.jspecify.annotations.NullMarked;
