package io.pilotlight.engine.model;

import io.pilotlight.api.FileDigest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

/**
 * The files of one model: a folder, and what each file in it must be. Nothing is loaded from it but by
 * {@link #verified}.
 */
public final class ModelFiles {

    private final Path directory;
    private final Map<String, FileDigest> digests;
    private final Map<String, FutureTask<Path>> ahead = new ConcurrentHashMap<>();

    /**
     * Files that have not been looked at.
     *
     * @param digests by file name
     */
    public ModelFiles(Path directory, Map<String, FileDigest> digests) {
        this.directory = directory;
        this.digests = Map.copyOf(digests);
    }

    public Path directory() {
        return directory;
    }

    /**
     * The file in which a model's weights lie, where they lie beside its graph (ONNX's external data): then they are mapped into memory,
     * not copied there, and only what is read of them takes any.
     */
    public static String weightsOf(String model) {
        return model + ".data";
    }

    /**
     * What verifies all of them, the largest first, for the first {@link #verified} of each: whoever asks for one from now on waits for
     * that.
     */
    public Runnable verifyAhead() {
        List<FutureTask<Path>> verifications = new ArrayList<>();
        digests.entrySet().stream()
                .sorted(Comparator.comparingInt(
                        file -> -file.getValue().pieces().size()))
                .forEach(file -> {
                    FutureTask<Path> verification = new FutureTask<>(() -> verify(file.getKey()));
                    ahead.put(file.getKey(), verification);
                    verifications.add(verification);
                });
        return () -> verifications.forEach(FutureTask::run);
    }

    /**
     * The path of a file whose content has just been found to be what the manifest says, and that of its {@linkplain #weightsOf weights}
     * where the manifest names such a file.
     *
     * @throws ModelLoadException if it is not, or is missing, or the manifest does not name it
     */
    public Path verified(String name) {
        if (digests.containsKey(weightsOf(name))) {
            verifiedAlone(weightsOf(name));
        }
        return verifiedAlone(name);
    }

    private Path verifiedAlone(String name) {
        FutureTask<Path> begun = ahead.remove(name);
        return begun == null ? verify(name) : outcome(begun);
    }

    /** How large a file is, in bytes, its weights included. */
    public long size(String name) {
        return Stream.of(name, weightsOf(name))
                .mapToLong(file -> directory.resolve(file).toFile().length())
                .sum();
    }

    private static Path outcome(FutureTask<Path> verification) {
        verification.run(); // nothing if another thread is at it
        try {
            return verification.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ModelLoadException("interrupted while model files were verified", e);
        }
    }

    private Path verify(String name) {
        FileDigest expected = digests.get(name);
        if (expected == null) {
            throw new ModelLoadException(
                    "model file \"" + name + "\": the manifest does not name it; it names " + digests.keySet());
        }
        Path file = directory.resolve(name);
        if (!Files.isRegularFile(file)) {
            throw ModelLoadException.missing(file);
        }
        try {
            if (!expected.matches(file)) {
                throw ModelLoadException.altered(file, expected.whole(), FileDigest.whole(file));
            }
        } catch (IOException e) {
            throw ModelLoadException.unreadable(file, e);
        }
        return file;
    }
}
