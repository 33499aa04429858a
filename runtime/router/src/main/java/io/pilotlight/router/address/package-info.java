/**
 * Which function a request is for, read from its path, its headers, or as little of its body as needs be; the bytes themselves go on as
 * they came. One bounded reader for each protocol.
 */
@NullMarked
package io.pilotlight.router.address;

import org.jspecify.annotations.NullMarked;
