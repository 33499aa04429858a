package io.pilotlight.engine.model;

import io.pilotlight.api.FileDigest;
import io.pilotlight.api.Sha256;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

final class ModelFilesTest {

    private static final Sha256 SHA_256_OF_ABC =
            new Sha256("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    private static final FileDigest ABC = new FileDigest(SHA_256_OF_ABC, List.of(SHA_256_OF_ABC));

    @Test
    void givesThePathOfAFileThatIsWhatTheManifestSays(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("model.onnx"), "abc");
        assertThat(new ModelFiles(directory, Map.of("model.onnx", ABC)).verified("model.onnx"))
                .isEqualTo(file);
    }

    @Test
    void refusesAnAlteredFile(@TempDir Path directory) throws IOException {
        ModelFiles files = new ModelFiles(directory, Map.of("model.onnx", ABC));
        Path file = Files.writeString(directory.resolve("model.onnx"), "abC");
        assertThatExceptionOfType(ModelLoadException.class)
                .isThrownBy(() -> files.verified("model.onnx"))
                .withMessage("model file " + file + ": expected " + SHA_256_OF_ABC + ", got "
                        + FileDigest.of(file).whole());
    }

    @Test
    void readsTheFileAgainEachTime(@TempDir Path directory) throws IOException {
        ModelFiles files = new ModelFiles(directory, Map.of("model.onnx", ABC));
        Path file = Files.writeString(directory.resolve("model.onnx"), "abc");
        assertThat(files.verified("model.onnx")).isEqualTo(file);
        Files.writeString(file, "abcd");
        assertThatExceptionOfType(ModelLoadException.class).isThrownBy(() -> files.verified("model.onnx"));
    }

    @Test
    void takesWhatWasFoundAheadOnceAndThenReadsAgain(@TempDir Path directory) throws IOException {
        ModelFiles files = new ModelFiles(directory, Map.of("model.onnx", ABC));
        Path file = Files.writeString(directory.resolve("model.onnx"), "abc");
        files.verifyAhead().run();
        Files.writeString(file, "abcd");
        assertThat(files.verified("model.onnx")).isEqualTo(file);
        assertThatExceptionOfType(ModelLoadException.class).isThrownBy(() -> files.verified("model.onnx"));
    }

    @Test
    void refusesWhatWasFoundAlteredAhead(@TempDir Path directory) throws IOException {
        ModelFiles files = new ModelFiles(directory, Map.of("model.onnx", ABC, "missing.json", ABC));
        Path file = Files.writeString(directory.resolve("model.onnx"), "abC");
        files.verifyAhead().run();
        assertThatExceptionOfType(ModelLoadException.class)
                .isThrownBy(() -> files.verified("model.onnx"))
                .withMessageStartingWith("model file " + file + ": expected ");
        assertThatExceptionOfType(ModelLoadException.class)
                .isThrownBy(() -> files.verified("missing.json"))
                .withMessageEndingWith(": missing");
    }

    @Test
    void refusesAModelWhoseWeightsBesideItAreAltered(@TempDir Path directory) throws IOException {
        Map<String, FileDigest> digests = Map.of("model.onnx", ABC, "model.onnx.data", ABC);
        Path model = Files.writeString(directory.resolve("model.onnx"), "abc");
        Path weights = Files.writeString(directory.resolve("model.onnx.data"), "abc");
        assertThat(new ModelFiles(directory, digests).verified("model.onnx")).isEqualTo(model);
        assertThat(new ModelFiles(directory, digests).size("model.onnx")).isEqualTo(6);
        Files.writeString(weights, "abC");
        ModelFiles files = new ModelFiles(directory, digests);
        files.verifyAhead().run();
        assertThatExceptionOfType(ModelLoadException.class)
                .isThrownBy(() -> files.verified("model.onnx"))
                .withMessageStartingWith("model file " + weights + ": expected ");
    }

    @Test
    void refusesAMissingFile(@TempDir Path directory) {
        ModelFiles files = new ModelFiles(directory, Map.of("model.onnx", ABC));
        assertThatExceptionOfType(ModelLoadException.class)
                .isThrownBy(() -> files.verified("model.onnx"))
                .withMessage("model file " + directory.resolve("model.onnx") + ": missing");
    }

    @Test
    void refusesAFolderOfThatName(@TempDir Path directory) throws IOException {
        Files.createDirectory(directory.resolve("model.onnx"));
        ModelFiles files = new ModelFiles(directory, Map.of("model.onnx", ABC));
        assertThatExceptionOfType(ModelLoadException.class)
                .isThrownBy(() -> files.verified("model.onnx"))
                .withMessageEndingWith(": missing");
    }

    @Test
    void refusesAFileThatTheManifestDoesNotName(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("other.onnx"), "abc");
        ModelFiles files = new ModelFiles(directory, Map.of("model.onnx", ABC));
        assertThatExceptionOfType(ModelLoadException.class)
                .isThrownBy(() -> files.verified("other.onnx"))
                .withMessage("model file \"other.onnx\": the manifest does not name it; it names [model.onnx]");
    }
}
