package io.pilotlight.image;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** What cannot be done is told in one sentence, and leaves nothing behind. */
@EnabledOnOs(OS.LINUX)
class BadInputTest {

    private final Path folder;
    private final Path output;
    private final BuildFolder build;

    BadInputTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.output = folder.resolve("images").resolve("image.tar");
        this.build = BuildFolder.whole(Files.createDirectory(folder.resolve("build")));
    }

    @Test
    void noExecutable() throws IOException {
        Files.delete(build.folder().resolve("embed-runner"));

        refuses("embed-runner: expected a native executable, there is none; './pilotlight native embed' builds it");
    }

    @Test
    void anExecutableOfAnotherSystem() throws IOException {
        build.write("embed-runner", "#!/bin/sh\necho no executable, but a script that is long enough to be one\n");

        refuses("expected a 64-bit Linux executable or library, got another file");
    }

    @Test
    void anExecutableThatIsCutOff() throws IOException {
        byte[] whole = Files.readAllBytes(LinuxFiles.EXECUTABLE);
        Files.write(build.folder().resolve("embed-runner"), Arrays.copyOf(whole, 200));

        refuses("it is cut off");
    }

    @Test
    void anArchiveThatIsThereAlready() throws IOException {
        Files.createDirectories(output.getParent());
        Files.writeString(output, "somebody's own");

        assertThat(told()).contains("expected none, since it is to be written; --replace overwrites it");
        assertThat(output).hasContent("somebody's own");
    }

    @Test
    void aBaseThatIsNoImage() throws IOException {
        Path text = Files.writeString(folder.resolve("base.tar"), "no archive");

        refuses(text + ": expected an image, it has no index.json", "--base=" + text);
        refuses("there is no such file", "--base=" + folder.resolve("missing.tar"));
        refuses("expected an archive or the name of an image", "--base=" + folder);
    }

    @Test
    void aBaseThatCannotBeFetched() throws Exception {
        try (BaseRegistry registry = BaseRegistry.start(folder, Map.of())) {
            String base = registry.name("base:1");
            refuses("base image " + base + ": cannot be fetched", "--base=" + base);
        }
        refuses("base image \"No Name\": expected an archive's file or a name", "--base=No Name");
    }

    @Test
    void gpusWithoutABase() {
        refuses("expected --base with an image that has CUDA 12 and cuDNN 9", "--cuda-libraries=" + folder);
    }

    @Test
    void aModelThatIsNone() throws IOException {
        Path text = Files.writeString(folder.resolve("text.onnx"), "no model, but a text that is long enough");
        byte[] whole = UserModelTest.added(UserModelTest.inline()).toByteArray();
        Path half = Files.write(folder.resolve("half.onnx"), Arrays.copyOf(whole, whole.length / 2));
        Path empty = Files.write(folder.resolve("empty.onnx"), new byte[0]);

        refuses("model " + text + ": expected an ONNX model", "--model=" + text);
        refuses("cut off", "--model=" + half);
        refuses("got a file without a graph", "--model=" + empty);
        refuses("expected an ONNX file, there is none", "--model=" + folder.resolve("missing.onnx"));
    }

    @Test
    void aModelThatCannotBeLoaded() throws IOException {
        var unknown = UserModelTest.added(UserModelTest.inline()).toBuilder();
        unknown.getGraphBuilder().getNodeBuilder(0).setOpType("Unheard");
        Path model = Files.write(folder.resolve("unknown.onnx"), unknown.build().toByteArray());

        refuses("Unheard", "--model=" + model);
    }

    @Test
    void weightsThatAreNotBesideTheModel() throws IOException {
        Path model = Files.write(
                folder.resolve("large.onnx"),
                UserModelTest.added(UserModelTest.external("../secret.bin")).toByteArray());
        Files.write(folder.resolveSibling("secret.bin"), new byte[4]);

        refuses("expected weights in a file beside it, got `../secret.bin`", "--model=" + model);
    }

    @Test
    void aNameThatNoRegistryTakes() {
        refuses("image name \"Team/Embed:1\": expected one like", "--tag=Team/Embed:1");
    }

    @Test
    void aManifestThatIsNone() throws IOException {
        build.write("classes/META-INF/pilotlight/function.json", "{\"description\": \"no variants\"}");

        refuses("expected what a function's build writes");
    }

    @Test
    void noBillOfMaterials() throws IOException {
        Files.delete(build.folder().resolve("bom.json"));

        refuses("bom.json: expected one of the build's, there is none");
    }

    private void refuses(String sentence, String... options) {
        assertThat(told(options)).contains(sentence);
        assertThat(output).doesNotExist();
        assertThat(leftBehind()).isEmpty();
    }

    private String told(String... options) {
        StringWriter told = new StringWriter();
        int code = ImageCommand.commandLine()
                .setErr(new PrintWriter(told, true))
                .execute(build.arguments(output, options));
        assertThat(code).as("%s", told).isEqualTo(2);
        assertThat(told.toString().lines()).as("one sentence").hasSize(1);
        return told.toString();
    }

    private List<Path> leftBehind() {
        if (!Files.exists(output.getParent())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(output.getParent())) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
