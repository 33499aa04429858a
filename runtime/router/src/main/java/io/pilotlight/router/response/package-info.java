/** Whole responses, byte for byte: which may be kept, under what they are found, and who waits for one that is just being made. */
@NullMarked
package io.pilotlight.router.response;

import org.jspecify.annotations.NullMarked;
