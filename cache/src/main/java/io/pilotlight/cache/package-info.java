/**
 * The shared result cache. An answer is kept under a {@link io.pilotlight.cache.ItemKey} of all that it depends on, so that the
 * same question, whatever protocol it comes by, is computed once.
 */
@NullMarked
package io.pilotlight.cache;

import org.jspecify.annotations.NullMarked;
