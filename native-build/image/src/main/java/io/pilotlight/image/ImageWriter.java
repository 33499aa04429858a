package io.pilotlight.image;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.api.buildplan.Port;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/**
 * Writes an image as an archive. The same image is the same bytes, whoever writes it when: files belong to root, have fixed times and
 * modes, and lie in order.
 */
final class ImageWriter {

    /** Anybody but root; Knative and others demand a number. */
    private static final String USER = "65532:65532";

    private static final FilePermissions PROGRAM = FilePermissions.fromOctalString("555");
    private static final FilePermissions DATA = FilePermissions.fromOctalString("444");
    private static final FilePermissions FOR_ALL = FilePermissions.fromOctalString("777");
    private static final String PROGRAM_NAME = "pilotlight";

    private ImageWriter() {}

    /**
     * Writes it.
     *
     * @param scratch a folder for what is needed meanwhile
     * @param output the archive, which is not there yet
     */
    static OciArchive write(Image image, Path scratch, Path output) throws IOException, InterruptedException {
        Path archive = scratch.resolve("jib.tar");
        try {
            builder(image, scratch)
                    .containerize(Containerizer.to(TarImage.at(archive).named(image.reference()))
                            .setToolName(PROGRAM_NAME)
                            .setAllowInsecureRegistries(isOnThisMachine(image.base()))
                            .setApplicationLayersCache(scratch.resolve("layers"))
                            .setBaseImageLayersCache(
                                    image.base() instanceof Base.Registry
                                            ? Containerizer.DEFAULT_BASE_CACHE_DIRECTORY
                                            : scratch.resolve("base-layers")));
        } catch (RegistryException | ExecutionException | CacheDirectoryCreationException | IOException e) {
            throw failure(image.base(), e);
        }
        return OciArchive.complete(archive, image.reference(), output);
    }

    /** As docker has it, nobody needs to vouch for a registry on this machine. */
    private static boolean isOnThisMachine(Base base) {
        return base instanceof Base.Registry registry && registry.reference().matches("(localhost|127\\.0\\.0\\.1):.*");
    }

    private static ImageException failure(Base base, Exception e) {
        Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
        String reason = String.valueOf(cause.getMessage()).lines().findFirst().orElse(cause.toString());
        return switch (base) {
            case Base.Scratch _ -> new ImageException("the image cannot be written: " + reason, e);
            case Base.Archive archive ->
                new ImageException(
                        "base image " + archive.file() + ": expected an archive of an image, it cannot be used: "
                                + reason,
                        e);
            case Base.Registry registry ->
                new ImageException("base image " + registry.reference() + ": cannot be fetched: " + reason, e);
        };
    }

    private static JibContainerBuilder builder(Image image, Path scratch) throws IOException {
        Contents contents = image.contents();
        JibContainerBuilder builder = from(image.base(), scratch)
                .setPlatforms(Set.of(new Platform(contents.architecture().label(), "linux")))
                .setFormat(ImageFormat.OCI)
                .setUser(USER)
                .setWorkingDirectory(AbsoluteUnixPath.get(Layer.HOME))
                .setExposedPorts(Set.of(Port.tcp(8080)))
                .setEntrypoint(List.of(contents.entrypoint()))
                .setProgramArguments(List.of());
        image.environment().forEach(builder::addEnvironmentVariable);
        image.labels().forEach(builder::addLabel);
        Path empty = Files.createDirectory(scratch.resolve("empty"));
        for (Layer layer : contents.layers()) {
            builder.addFileEntriesLayer(entries(layer, empty));
        }
        return builder;
    }

    private static JibContainerBuilder from(Base base, Path scratch) throws IOException {
        return switch (base) {
            case Base.Scratch _ -> Jib.fromScratch();
            case Base.Archive archive -> Jib.from(TarImage.at(OciArchive.readableByJib(archive.file(), scratch)));
            case Base.Registry registry -> Jib.from(registryImage(registry.reference()));
        };
    }

    /** With the credentials that docker has of it, if any. */
    private static RegistryImage registryImage(String reference) {
        try {
            ImageReference image = ImageReference.parse(reference);
            return RegistryImage.named(image)
                    .addCredentialRetriever(
                            CredentialRetrieverFactory.forImage(image, _ -> {}).dockerConfig());
        } catch (InvalidImageReferenceException e) {
            throw new ImageException(
                    "base image \"" + reference
                            + "\": expected an archive's file or a name like registry.example/base:1",
                    e);
        }
    }

    private static FileEntriesLayer entries(Layer layer, Path empty) throws IOException {
        FileEntriesLayer.Builder entries = FileEntriesLayer.builder().setName(layer.name());
        FilePermissions permissions = layer.executable() ? PROGRAM : DATA;
        for (var file : layer.files().entrySet()) { // the file itself, where it is a link
            entries.addEntry(file.getValue().toRealPath(), AbsoluteUnixPath.get(file.getKey()), permissions);
        }
        layer.writableFolders().forEach(path -> entries.addEntry(empty, AbsoluteUnixPath.get(path), FOR_ALL));
        return entries.build();
    }
}
