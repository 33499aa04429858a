/**
 * The manifest, {@code function.json}: what a function is, what its answers depend on, and the digests of its files. A function's
 * build writes it, its process reads it at start, and the router's catalog is a folder of them.
 */
@NullMarked
package io.pilotlight.wire.manifest;

import org.jspecify.annotations.NullMarked;
