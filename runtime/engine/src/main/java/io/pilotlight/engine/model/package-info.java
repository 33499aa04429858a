/** The files that a model is made of, found, and verified against the digests of the manifest before anything reads them. */
@NullMarked
package io.pilotlight.engine.model;

import org.jspecify.annotations.NullMarked;
