/** How numbers become fewer bits: each scheme, and what it does to a layer. Nothing here looks at more than one row at a time. */
@NullMarked
package io.pilotlight.quantize.scheme;

import org.jspecify.annotations.NullMarked;
