package io.pilotlight.functions.onnx;

import io.pilotlight.api.ModelId;
import io.pilotlight.api.Sha256;
import io.pilotlight.engine.model.ModelLoadException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ModelFolderTest {

    private static final String DIGEST = "sha256:" + "ab".repeat(32);

    private final Path folder;

    ModelFolderTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void list_files_areModelsOfVersionOne() throws IOException {
        Path file = write("intents.onnx");

        assertThat(list()).containsExactly(new Listing.Local(id("intents", "1"), file, Optional.empty(), false));
    }

    @Test
    void list_tritonsLayout_hasEachVersion_andItsConfigurationIsNotNeeded() throws IOException {
        Path first = write("intents/1/model.onnx");
        Path tenth = write("intents/10/model.onnx");
        write("intents/config.pbtxt");

        assertThat(list())
                .containsExactlyInAnyOrder(
                        new Listing.Local(id("intents", "1"), first, Optional.empty(), false),
                        new Listing.Local(id("intents", "10"), tenth, Optional.empty(), false));
    }

    @Test
    void list_modelThatIsAFolderForItsExternalData_isTheFileInside() throws IOException {
        Path file = write("large/1/model.onnx/model.onnx");
        write("large/1/model.onnx/weights.bin");

        assertThat(list()).containsExactly(new Listing.Local(id("large", "1"), file, Optional.empty(), false));
    }

    @Test
    void list_folderWithoutVersions_isVersionOne() throws IOException {
        Path file = write("intents/whatever.onnx");

        assertThat(list()).containsExactly(new Listing.Local(id("intents", "1"), file, Optional.empty(), false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"intents.json", "intents/model.json", "intents/1/model.json"})
    void list_descriptorInThePlaceOfAModel_tellsWhereItIs(String name) throws IOException {
        Path descriptor = write(name, """
                {"location": "https://models.example/intents.onnx", "digest": "%s"}""".formatted(DIGEST));

        assertThat(descriptor).exists();
        assertThat(list()).singleElement().isInstanceOfSatisfying(Listing.Remote.class, remote -> {
            assertThat(remote.id()).isEqualTo(id("intents", "1"));
            assertThat(remote.address()).hasToString("https://models.example/intents.onnx");
            assertThat(remote.digest()).isEqualTo(Sha256.parse(DIGEST));
        });
    }

    @Test
    void list_descriptorOfAFileBesideIt_mayGoWithoutDigest() throws IOException {
        write("intents/1/model.json", """
                {"location": "../shared/weights.onnx"}""");

        assertThat(list())
                .containsExactly(new Listing.Local(
                        id("intents", "1"),
                        folder.resolve("intents/1/../shared/weights.onnx"),
                        Optional.empty(),
                        false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"location\": 5}",
                "{\"location\": \"https://models.example/m.onnx\"}",
                "{\"location\": \"ftp://models.example/m.onnx\", \"digest\": \"sha256:00\"}",
                "{\"location\": \"https:///m.onnx\"}",
                "{\"location\": \"m.onnx\", \"digest\": \"md5:00\"}",
                "{\"location\": \"m.onnx\", \"colour\": \"red\"}"
            })
    void list_brokenDescriptor_isToldAndHarmsNoOther(String json) throws IOException {
        write("broken.json", json);
        write("good.onnx");

        assertThat(list())
                .hasSize(2)
                .anySatisfy(listing -> assertThat(listing).isInstanceOfSatisfying(Listing.Broken.class, broken -> {
                    assertThat(broken.id()).isEqualTo(id("broken", "1"));
                    assertThat(broken.reason()).contains("broken.json").contains("expected");
                }))
                .anySatisfy(listing -> assertThat(listing).isInstanceOf(Listing.Local.class));
    }

    @Test
    void list_versionWithoutModel_isBroken() throws IOException {
        Files.createDirectories(folder.resolve("intents/3"));

        assertThat(list()).singleElement().isInstanceOfSatisfying(Listing.Broken.class, broken -> {
            assertThat(broken.id()).isEqualTo(id("intents", "3"));
            assertThat(broken.reason()).contains("model.onnx");
        });
    }

    @Test
    void list_twoForOneVersion_isBroken_ratherThanEitherOfThem() throws IOException {
        write("intents.onnx");
        write("intents/1/model.onnx");

        assertThat(list()).singleElement().isInstanceOf(Listing.Broken.class);
    }

    @Test
    void list_whatIsNoModel_isLeftOut() throws IOException {
        write("README.md");
        write(".hidden.onnx");
        write("..data/intents.onnx");
        write("sp ace.onnx");
        write("intents/1/model.onnx");
        Files.createDirectories(folder.resolve("intents/01"));
        Files.createDirectories(folder.resolve("intents/0"));
        Files.createDirectories(folder.resolve("intents/latest"));

        assertThat(list()).singleElement().extracting(Listing::id).isEqualTo(id("intents", "1"));
    }

    @Test
    void list_folderThatIsGone_isRefused() {
        assertThatThrownBy(() -> new ModelFolder(folder.resolve("nowhere")).list())
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("nowhere");
    }

    private List<Listing> list() {
        return new ModelFolder(folder).list();
    }

    private static ModelId id(String name, String version) {
        return new ModelId(name, version);
    }

    private Path write(String name) throws IOException {
        return write(name, "not looked at");
    }

    private Path write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }
}
