package io.pilotlight.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a build of a function leaves, with a small executable and model. */
record BuildFolder(Path folder) {

    static final String APPLICATION = "embed";
    static final String ANSWER_DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

    /** All that an image may hold. */
    static BuildFolder whole(Path folder) throws IOException {
        BuildFolder build = withoutModel(folder);
        build.write("model/model.onnx", "a model");
        build.write("model/tokenizer.json", "{}");
        build.write("plans.json", "{\"schema\": 1, \"plans\": []}");
        build.write("classes/META-INF/pilotlight/function.json", """
                {"schema": 1, "name": "embed", "description": "Text to numbers.",
                 "variants": [{"name": "edge-int8", "answerDigest": "%s"}]}
                """.formatted(ANSWER_DIGEST));
        return build;
    }

    /** As of a function that is given its models. */
    static BuildFolder withoutModel(Path folder) throws IOException {
        BuildFolder build = new BuildFolder(folder);
        build.write("bom.json", """
                {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
                 "metadata": {"component": {"type": "library", "name": "pilotlight-embed", "bom-ref": "embed"}},
                 "components": [{"type": "library", "group": "io.vertx", "name": "vertx-core", "version": "4.5.26",
                   "purl": "pkg:maven/io.vertx/vertx-core@4.5.26?type=jar", "bom-ref": "vertx"}]}
                """);
        Files.copy(LinuxFiles.EXECUTABLE, folder.resolve(APPLICATION + "-runner"));
        Files.createDirectories(folder.resolve("native"));
        Files.copy(LinuxFiles.LIBRARY, folder.resolve("native/libsyslookup.so"));
        return build;
    }

    void write(String file, String content) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }

    /** The arguments of an image of it. */
    String[] arguments(Path output, String... more) {
        return Stream.concat(
                        Stream.of(APPLICATION, "--build=" + folder, "--version=1.2.3", "--output=" + output),
                        List.of(more).stream())
                .toArray(String[]::new);
    }

    /** Writes the image, and reads it. */
    ImageArchive image(Path output, String... more) throws IOException {
        int code = ImageCommand.run(arguments(output, more));
        if (code != 0) {
            throw new AssertionError("expected an image, got exit code " + code);
        }
        return ImageArchive.read(output);
    }
}
