package io.pilotlight.functions.onnx;

import io.pilotlight.api.ModelId;
import io.pilotlight.api.Sha256;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The catalog of a model that is given by itself. */
final class SingleModel implements Catalog {

    private static final String VERSION = "1";

    private final Listing listing;

    private SingleModel(Listing listing) {
        this.listing = listing;
    }

    /**
     * The model at a location.
     *
     * @throws IllegalArgumentException if its name is none or it cannot be fetched from there
     */
    static SingleModel at(String location, Optional<String> name, Optional<Sha256> digest, boolean rowsIndependent) {
        ModelId id = new ModelId(name.orElseGet(() -> nameOf(location)), VERSION);
        return new SingleModel(ModelDescriptor.listing(id, location, digest, rowsIndependent, Path.of(location)));
    }

    /** {@code https://models.example/intents.onnx?signature=…} is {@code intents}. */
    private static String nameOf(String location) {
        String file = location.replaceFirst("[?#].*", "").replaceFirst(".*[/\\\\]", "");
        return file.replaceFirst("\\.onnx$", "");
    }

    @Override
    public List<Listing> list() {
        return List.of(listing);
    }
}
