/**
 * What a Linux executable needs of the machine that it runs on, read from the file itself: the dynamic loader, shared libraries, and
 * the version of glibc. It finds them on the machine that builds; it knows nothing of images.
 */
@NullMarked
package io.pilotlight.image.elf;

import org.jspecify.annotations.NullMarked;
