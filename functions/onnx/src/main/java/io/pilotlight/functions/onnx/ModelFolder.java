package io.pilotlight.functions.onnx;

import io.pilotlight.api.ModelId;
import io.pilotlight.engine.model.ModelLoadException;

import org.jboss.logging.Logger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder of models: {@code NAME.onnx}; {@code NAME/model.onnx}; {@code NAME/VERSION/model.onnx}, which is Triton's layout,
 * whose {@code config.pbtxt} is not needed and not read. A descriptor, {@code .json}, may stand in the place of each file.
 * Versions are whole numbers from 1. What begins with a dot is not looked at.
 */
final class ModelFolder implements Catalog {

    private static final Logger LOG = Logger.getLogger(ModelFolder.class);

    private static final String ONNX = ".onnx";
    private static final String JSON = ".json";
    private static final String FIRST_VERSION = "1";
    private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,17}");

    private final Path folder;

    ModelFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * {@inheritDoc}
     *
     * @throws ModelLoadException if the folder cannot be read
     */
    @Override
    public List<Listing> list() {
        Map<ModelId, Listing> listings = new LinkedHashMap<>();
        for (Path entry : entries(folder)) {
            for (Listing listing : listingsOf(entry)) {
                listings.merge(listing.id(), listing, ModelFolder::ambiguous);
            }
        }
        return List.copyOf(listings.values());
    }

    private static List<Path> entries(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> !fileName(entry).startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ModelLoadException("repository " + folder + ": cannot be read: " + e, e);
        }
    }

    private static String fileName(Path path) {
        return String.valueOf(path.getFileName());
    }

    private static Listing ambiguous(Listing first, Listing second) {
        return new Listing.Broken(
                first.id(),
                "expected one file for this version, got two: a model, and a descriptor or folder beside it");
    }

    private List<Listing> listingsOf(Path entry) {
        boolean folder = Files.isDirectory(entry);
        String name = folder ? fileName(entry) : fileName(entry).replaceFirst("\\.(onnx|json)$", "");
        if (!folder && name.equals(fileName(entry))) {
            return List.of(); // another kind of file
        }
        try {
            ModelId first = new ModelId(name, FIRST_VERSION);
            return folder ? versions(first, entry) : List.of(ofFile(first, entry));
        } catch (IllegalArgumentException e) {
            LOG.warnf("%s is no model: %s", entry, e.getMessage());
            return List.of();
        }
    }

    private static List<Listing> versions(ModelId first, Path folder) {
        List<Listing> versions = new ArrayList<>();
        for (Path entry : entries(folder)) {
            if (Files.isDirectory(entry) && VERSION.matcher(fileName(entry)).matches()) {
                ModelId id = new ModelId(first.name(), fileName(entry));
                versions.add(inFolder(id, entry).orElseGet(() -> empty(id, entry)));
            }
        }
        if (versions.isEmpty()) {
            versions.add(inFolder(first, folder).orElseGet(() -> empty(first, folder)));
        }
        return versions;
    }

    private static Listing empty(ModelId id, Path folder) {
        return new Listing.Broken(id, "expected model.onnx or model.json in " + folder + ", got neither");
    }

    /** The only model or descriptor in a folder; where there are more, the one that is called {@code model}. */
    private static Optional<Listing> inFolder(ModelId id, Path folder) {
        List<Path> candidates = entries(folder).stream()
                .filter(entry ->
                        fileName(entry).endsWith(ONNX) || fileName(entry).endsWith(JSON))
                .toList();
        if (candidates.size() == 1) {
            return Optional.of(ofFile(id, candidates.getFirst()));
        }
        return candidates.stream()
                .filter(entry -> fileName(entry).matches("model\\.(onnx|json)"))
                .map(entry -> ofFile(id, entry))
                .reduce(ModelFolder::ambiguous);
    }

    /** Triton has models with external data in a folder of the model's own name. */
    private static Listing ofFile(ModelId id, Path file) {
        if (Files.isDirectory(file)) {
            return inFolder(id, file).orElseGet(() -> empty(id, file));
        }
        return fileName(file).endsWith(JSON)
                ? ModelDescriptor.read(id, file)
                : new Listing.Local(id, file, Optional.empty(), false);
    }
}
