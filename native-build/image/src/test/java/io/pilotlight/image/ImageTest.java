package io.pilotlight.image;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;

import static org.assertj.core.api.Assertions.assertThat;

/** Images from scratch, of this machine's own libraries. */
@EnabledOnOs(OS.LINUX)
class ImageTest {

    private static final String NOBODY = "65532:65532";

    private final Path folder;
    private final Path output;

    ImageTest(@TempDir Path folder) {
        this.folder = folder;
        this.output = folder.resolve("image.tar");
    }

    private BuildFolder build() throws Exception {
        return BuildFolder.whole(Files.createDirectory(folder.resolve("build")));
    }

    @Test
    void layersComeInTheOrderInWhichTheyChange() throws Exception {
        ImageArchive image = build().image(output);

        assertThat(image.layers()).hasSize(4);
        assertThat(image.filesOf(0))
                .anyMatch(file -> file.endsWith("/libc.so.6"))
                .anyMatch(file -> file.endsWith("/libm.so.6"))
                .anyMatch(file -> file.matches("/lib(64)?/ld-linux-.*"))
                .noneMatch(file -> file.startsWith(Layer.HOME));
        assertThat(image.filesOf(1)).containsExactly("/pilotlight/native/libsyslookup.so");
        assertThat(image.filesOf(2)).containsExactly("/pilotlight/embed-runner");
        assertThat(image.filesOf(3))
                .containsExactly(
                        "/pilotlight/function.json",
                        "/pilotlight/model/model.onnx",
                        "/pilotlight/model/tokenizer.json",
                        "/pilotlight/plans.json");
    }

    @Test
    void theSameFilesAreTheSameBytesWheneverAndWhereverTheyLie() throws Exception {
        BuildFolder one = build();
        BuildFolder other = BuildFolder.whole(Files.createDirectory(folder.resolve("elsewhere")));
        Files.setLastModifiedTime(other.folder().resolve("model/model.onnx"), FileTime.fromMillis(86_400_000));
        other.folder().resolve("embed-runner").toFile().setExecutable(false);

        one.image(output);
        other.image(folder.resolve("other.tar"));

        assertThat(folder.resolve("other.tar")).hasSameBinaryContentAs(output);
        assertThat(folder.resolve("other.cdx.json")).hasSameBinaryContentAs(folder.resolve("image.cdx.json"));
    }

    @Test
    void aChangedModelChangesTheLastLayerAlone() throws Exception {
        BuildFolder build = build();
        ImageArchive before = build.image(output);

        build.write("model/model.onnx", "another model");
        ImageArchive after = build.image(output, "--replace");

        assertThat(after.layers().subList(0, 3)).isEqualTo(before.layers().subList(0, 3));
        assertThat(after.layers().get(3)).isNotEqualTo(before.layers().get(3));
    }

    @Test
    void aChangedExecutableShipsNoLibrariesAgain() throws Exception {
        BuildFolder build = build();
        ImageArchive before = build.image(output);

        Files.write(build.folder().resolve("embed-runner"), new byte[] {1}, StandardOpenOption.APPEND);
        ImageArchive after = build.image(output, "--replace");

        assertThat(after.layers().subList(0, 2)).isEqualTo(before.layers().subList(0, 2));
        assertThat(after.layers().get(2)).isNotEqualTo(before.layers().get(2));
        assertThat(after.layers().get(3)).isEqualTo(before.layers().get(3));
    }

    @Test
    void whoRunsItIsNobodyAndCanChangeNothing() throws Exception {
        ImageArchive image = build().image(output);

        assertThat(image.settings().required("User").textValue()).isEqualTo(NOBODY);
        for (SequencedMap<String, TarArchiveEntry> layer : image.files()) {
            layer.forEach((path, entry) -> {
                assertThat(entry.getLongUserId()).as(path).isZero();
                assertThat(entry.getLongGroupId()).as(path).isZero();
                if (!path.equals("/tmp/")) {
                    assertThat(entry.getMode() & 0022).as(path).isZero();
                }
                assertThat(path).matches("/(lib|lib64|usr|tmp|pilotlight)/.*");
            });
        }
        assertThat(Objects.requireNonNull(image.files().get(0).get("/tmp/")).getMode() & 0777)
                .isEqualTo(0777);
    }

    @Test
    void itStartsWithoutAShellOrSettings() throws Exception {
        ImageArchive image = build().image(output);

        assertThat(image.settings().required("Entrypoint").toString()).isEqualTo("[\"/pilotlight/embed-runner\"]");
        assertThat(image.settings().path("Cmd").size()).isZero();
        assertThat(image.settings().required("ExposedPorts").has("8080/tcp")).isTrue();
        assertThat(image.environment())
                .contains("PILOTLIGHT_MODEL_HOME=/pilotlight", "ORT_DISABLE_TELEMETRY=1")
                .noneMatch(variable -> variable.startsWith("PILOTLIGHT_PLAN_DEVICE"));
        assertThat(image.config().required("os").textValue()).isEqualTo("linux");
        assertThat(image.config().required("architecture").textValue())
                .isEqualTo(System.getProperty("os.arch").replace("aarch64", "arm64"));
    }

    @Test
    void labelsTellVersionAndWhatAnswersDependOn() throws Exception {
        ImageArchive image = build().image(output);

        assertThat(image.labels())
                .containsEntry("org.opencontainers.image.title", "embed")
                .containsEntry("org.opencontainers.image.version", "1.2.3")
                .containsEntry("org.opencontainers.image.description", "Text to numbers.")
                .containsEntry("io.pilotlight.answer-digest.edge-int8", BuildFolder.ANSWER_DIGEST)
                .containsKey("io.pilotlight.function-version");
    }

    @Test
    void containerdPodmanAndDockerFindTheSameImageUnderTheSameName() throws Exception {
        ImageArchive image = build().image(output, "--tag=team/embed:7");

        JsonNode annotations = image.index().required("manifests").required(0).required("annotations");
        assertThat(annotations.required("io.containerd.image.name").textValue()).isEqualTo("docker.io/team/embed:7");
        assertThat(annotations.required("org.opencontainers.image.ref.name").textValue())
                .isEqualTo("7");
        JsonNode docker = image.docker().required(0);
        assertThat(docker.required("RepoTags").toString()).isEqualTo("[\"team/embed:7\"]");
        List<String> layers = new ArrayList<>();
        docker.required("Layers").forEach(layer -> layers.add(layer.textValue()));
        assertThat(layers).hasSize(4).allMatch(layer -> layer.startsWith("blobs/sha256/"));
    }

    @Test
    void theRouterHasNoModelAndNoNativeLibraries() throws Exception {
        Path router = Files.createDirectory(folder.resolve("router"));
        Files.copy(LinuxFiles.EXECUTABLE, router.resolve("router-runner"));
        Files.writeString(
                router.resolve("bom.json"), "{\"bomFormat\": \"CycloneDX\", \"specVersion\": \"1.6\", \"version\": 1}");

        int code = ImageCommand.run("router", "--build=" + router, "--version=1", "--output=" + output);

        ImageArchive image = ImageArchive.read(output);
        assertThat(code).isZero();
        assertThat(image.layers()).hasSize(2);
        assertThat(image.filesOf(1)).containsExactly("/pilotlight/router-runner");
        assertThat(image.environment()).isEmpty();
    }

    @Test
    void theBillOfMaterialsHasWhatWasCompiledAndEveryFile() throws Exception {
        ImageArchive image = build().image(output);

        Path file = folder.resolve("image.cdx.json");
        assertThat(new JsonParser().validate(file.toFile())).isEmpty();
        Bom bill = new JsonParser().parse(file.toFile());
        Map<String, Component> byName = new HashMap<>();
        bill.getComponents().forEach(component -> byName.put(component.getName(), component));
        assertThat(byName).containsKeys("vertx-core", "pilotlight-embed");
        for (int layer = 0; layer < 4; layer++) {
            for (String path : image.filesOf(layer)) {
                assertThat(Objects.requireNonNull(byName.get(path)).getHashes())
                        .as(path)
                        .hasSize(1);
            }
        }
        assertThat(bill.getMetadata().getComponent().getVersion())
                .isEqualTo(image.index()
                        .required("manifests")
                        .required(0)
                        .required("digest")
                        .textValue());
    }
}
