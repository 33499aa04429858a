/** From one vector for each token to one vector for the text. */
@NullMarked
package io.pilotlight.engine.pooling;

import org.jspecify.annotations.NullMarked;
