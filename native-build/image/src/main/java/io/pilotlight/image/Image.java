package io.pilotlight.image;

import io.pilotlight.api.FileDigest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An image that is to be written: what it holds, and what it says of itself.
 *
 * @param reference the name that it will have where it is loaded
 */
record Image(
        ImageReference reference,
        Base base,
        Contents contents,
        SortedMap<String, String> environment,
        SortedMap<String, String> labels) {

    private static final ObjectMapper JSON = new ObjectMapper();

    Image {
        environment = new TreeMap<>(environment);
        labels = new TreeMap<>(labels);
    }

    /**
     * Describes the image of a build.
     *
     * @param reference the name that it will have; by default one that clusters look for in no registry
     */
    static Image of(Build build, String version, Optional<String> reference, Base base, Optional<UserModel> model) {
        String name = model.map(UserModel::name).orElse(build.application());
        String variant = build.cudaLibraries().isPresent() ? "-cuda" : "";
        return new Image(
                reference(reference.orElse("dev.local/pilotlight/" + name + ":" + version + variant)),
                base,
                Contents.of(build, base, model),
                environment(build, model),
                labels(build, name, version, base, model));
    }

    private static ImageReference reference(String name) {
        try {
            return ImageReference.parse(name);
        } catch (InvalidImageReferenceException e) {
            throw new ImageException(
                    "image name \"" + name + "\": expected one like registry.example/team/embed:1, lower case"
                            + " but for what follows the colon; --tag gives another");
        }
    }

    /** So that it finds what it holds, and nobody needs to set anything. */
    private static SortedMap<String, String> environment(Build build, Optional<UserModel> model) {
        SortedMap<String, String> environment = new TreeMap<>();
        if (!build.libraries().isEmpty()) {
            environment.put("PILOTLIGHT_MODEL_HOME", Layer.HOME);
            // Its reports to its maker begin with a shell, without which it dies.
            environment.put("ORT_DISABLE_TELEMETRY", "1");
        }
        if (build.cudaLibraries().isPresent()) {
            environment.put("PILOTLIGHT_PLAN_DEVICE", "CUDA");
        }
        model.ifPresent(own -> {
            environment.put(
                    "PILOTLIGHT_REPOSITORY_LOCATION",
                    Layer.HOME + "/models/" + own.file().getFileName());
            environment.put("PILOTLIGHT_REPOSITORY_DIGEST", own.digest().toString());
        });
        return environment;
    }

    private static SortedMap<String, String> labels(
            Build build, String name, String version, Base base, Optional<UserModel> model) {
        SortedMap<String, String> labels = new TreeMap<>();
        labels.put("org.opencontainers.image.title", name);
        labels.put("org.opencontainers.image.version", version);
        if (base instanceof Base.Registry registry) {
            labels.put("org.opencontainers.image.base.name", registry.reference());
        }
        model.ifPresent(own -> labels.put(
                "io.pilotlight.answer-digest." + own.name(), own.answerDigest().toString()));
        build.manifest().ifPresent(manifest -> describe(manifest, labels));
        return labels;
    }

    private static void describe(Path file, SortedMap<String, String> labels) {
        try {
            JsonNode manifest = JSON.readTree(file.toFile());
            labels.put(
                    "org.opencontainers.image.description",
                    manifest.required("description").textValue());
            labels.put("io.pilotlight.function-version", FileDigest.whole(file).toString());
            for (JsonNode variant : manifest.required("variants")) {
                labels.put(
                        "io.pilotlight.answer-digest."
                                + variant.required("name").textValue(),
                        variant.required("answerDigest").textValue());
            }
        } catch (IllegalArgumentException | IOException e) {
            throw new ImageException(
                    "manifest " + file + ": expected what a function's build writes: " + e.getMessage(), e);
        }
    }
}
