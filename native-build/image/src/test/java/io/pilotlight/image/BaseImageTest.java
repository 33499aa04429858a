package io.pilotlight.image;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import static org.assertj.core.api.Assertions.assertThat;

/** Images that begin with another, which brings the system's libraries. */
@EnabledOnOs(OS.LINUX)
class BaseImageTest {

    private final Path folder;
    private final BuildFolder build;
    private final ImageArchive base;
    private final Path baseArchive;

    BaseImageTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.build = BuildFolder.whole(Files.createDirectory(folder.resolve("build")));
        this.baseArchive = folder.resolve("base.tar");
        this.base = build.image(baseArchive);
    }

    @Test
    void theBaseComesFirstAndBringsTheSystem() throws IOException {
        ImageArchive image = build.image(folder.resolve("image.tar"), "--base=" + baseArchive);

        assertBeginsWithBase(image);
        assertThat(image.settings().required("User").textValue()).isEqualTo("65532:65532");
        assertThat(image.settings().required("Entrypoint").toString()).isEqualTo("[\"/pilotlight/embed-runner\"]");
    }

    @Test
    void aLayoutWithoutDockersManifestIsABaseToo() throws IOException {
        Path layout = withoutDockersManifest();

        ImageArchive image = build.image(folder.resolve("image.tar"), "--base=" + layout);

        assertBeginsWithBase(image);
    }

    @Test
    void anImageOfARegistryIsFetched() throws Exception {
        Map<String, byte[]> blobs = new HashMap<>();
        try (TarArchiveInputStream in = new TarArchiveInputStream(Files.newInputStream(baseArchive))) {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                blobs.put(entry.getName().replace("blobs/sha256/", "blobs/sha256:"), in.readAllBytes());
            }
        }
        String manifest = base.index()
                .required("manifests")
                .required(0)
                .required("digest")
                .textValue();
        blobs.put("manifests/1", Objects.requireNonNull(blobs.get("blobs/" + manifest)));

        try (BaseRegistry registry = BaseRegistry.start(folder, blobs)) {
            String name = registry.name("base:1");
            ImageArchive image = build.image(folder.resolve("image.tar"), "--base=" + name);

            assertBeginsWithBase(image);
            assertThat(image.labels()).containsEntry("org.opencontainers.image.base.name", name);
        }
    }

    private void assertBeginsWithBase(ImageArchive image) {
        assertThat(image.layers()).hasSize(base.layers().size() + 3);
        assertThat(image.layers().subList(0, base.layers().size())).isEqualTo(base.layers());
        assertThat(image.filesOf(base.layers().size())).containsExactly("/pilotlight/native/libsyslookup.so");
    }

    /** Only the layer of native libraries is another, and what the image says of itself. */
    @Test
    void anImageForGpusDiffersInItsLibraries() throws IOException {
        Path gpu = Files.createDirectory(folder.resolve("native-cuda"));
        Files.copy(LinuxFiles.LIBRARY, gpu.resolve("libonnxruntime_providers_cuda.so"));

        ImageArchive cpu = build.image(folder.resolve("cpu.tar"), "--base=" + baseArchive);
        ImageArchive cuda = build.image(folder.resolve("cuda.tar"), "--base=" + baseArchive, "--cuda-libraries=" + gpu);

        int own = base.layers().size();
        assertThat(cuda.filesOf(own))
                .containsExactly(
                        "/pilotlight/native/libonnxruntime_providers_cuda.so", "/pilotlight/native/libsyslookup.so");
        assertThat(cuda.layers().subList(own + 1, own + 3))
                .isEqualTo(cpu.layers().subList(own + 1, own + 3));
        assertThat(cuda.environment()).contains("PILOTLIGHT_PLAN_DEVICE=CUDA");
    }

    private Path withoutDockersManifest() throws IOException {
        Path layout = folder.resolve("layout.tar");
        try (TarArchiveInputStream in = new TarArchiveInputStream(Files.newInputStream(baseArchive));
                TarArchiveOutputStream out = new TarArchiveOutputStream(Files.newOutputStream(layout))) {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (!entry.getName().equals("manifest.json")) {
                    out.putArchiveEntry(entry);
                    in.transferTo(out);
                    out.closeArchiveEntry();
                }
            }
        }
        return layout;
    }
}
