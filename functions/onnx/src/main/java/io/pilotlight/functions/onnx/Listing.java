package io.pilotlight.functions.onnx;

import io.pilotlight.api.ModelId;
import io.pilotlight.api.Sha256;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** What a {@link Catalog} says of one version of a model. */
sealed interface Listing {

    ModelId id();

    /** A file on this machine, which must be that if a digest is given. */
    record Local(ModelId id, Path file, Optional<Sha256> digest) implements Listing {}

    /** A file at an address. */
    record Remote(ModelId id, URI address, Sha256 digest) implements Listing {}

    /**
     * There is something, but no model that could be loaded.
     *
     * @param reason for its operator
     */
    record Broken(ModelId id, String reason) implements Listing {}
}
