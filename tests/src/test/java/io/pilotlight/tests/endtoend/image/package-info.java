/** Container images: that what is in their layers is enough, and that they leave nothing to do at their start. */
@NullMarked
package io.pilotlight.tests.endtoend.image;

import org.jspecify.annotations.NullMarked;
