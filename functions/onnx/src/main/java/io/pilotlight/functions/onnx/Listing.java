package io.pilotlight.functions.onnx;

import io.pilotlight.api.ModelId;
import io.pilotlight.api.Sha256;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** What a {@link Catalog} says of one version of a model. */
sealed interface Listing {

    ModelId id();

    /**
     * A file on this machine, which must be that if a digest is given.
     *
     * @param rowsIndependent whether its operator says that a row's answer is the same whatever shares its batch
     */
    record Local(ModelId id, Path file, Optional<Sha256> digest, boolean rowsIndependent) implements Listing {}

    /**
     * A file at an address.
     *
     * @param rowsIndependent as of a local one
     */
    record Remote(ModelId id, URI address, Sha256 digest, boolean rowsIndependent) implements Listing {}

    /**
     * There is something, but no model that could be loaded.
     *
     * @param reason for its operator
     */
    record Broken(ModelId id, String reason) implements Listing {}
}
