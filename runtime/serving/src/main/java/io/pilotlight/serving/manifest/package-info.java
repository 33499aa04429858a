/**
 * The manifest, {@code function.json}: what a function is, what its answers depend on, and the digests of its files.
 * The build writes it with {@link io.pilotlight.serving.manifest.ManifestWriter}; the process reads it at start.
 */
@NullMarked
package io.pilotlight.serving.manifest;

import org.jspecify.annotations.NullMarked;
