/**
 * JSON as all protocols read and write it: strict, bounded in depth, and with errors that name the field.
 */
@NullMarked
package io.pilotlight.wire.json;

import org.jspecify.annotations.NullMarked;
