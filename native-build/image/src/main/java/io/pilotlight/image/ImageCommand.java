package io.pilotlight.image;

import io.pilotlight.image.elf.ElfException;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** The command line: an image and its bill of materials of what a build has left, and in a few lines what they are. */
@Command(
        name = "image",
        description = {
            "Write a container image of an application's native executable, as an archive, and its bill of materials."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class ImageCommand implements Callable<Integer> {

    private static final int CANNOT = 2;

    @Parameters(paramLabel = "APPLICATION", description = "A function or the router, as its executable is called.")
    private @Nullable String application;

    @Option(names = "--build", required = true, paramLabel = "DIR", description = "What its build has left.")
    private @Nullable Path build;

    @Option(names = "--version", required = true, paramLabel = "VERSION", description = "Pilotlight's.")
    private @Nullable String version;

    @Option(names = "--output", required = true, paramLabel = "FILE.tar", description = "The archive.")
    private @Nullable Path output;

    @Option(names = "--replace", description = "Overwrite the archive.")
    private boolean replace;

    @Option(names = "--model", paramLabel = "FILE.onnx", description = "A model that the application onnx shall serve.")
    private @Nullable Path model;

    @Option(
            names = "--base",
            paramLabel = "IMAGE",
            description =
                    "What it begins with, an archive or an image in a registry. Default: this machine's libraries.")
    private @Nullable String base;

    @Option(
            names = "--cuda-libraries",
            paramLabel = "DIR",
            description = "ONNX Runtime's libraries for GPUs, in the place of those of the build.")
    private @Nullable Path cudaLibraries;

    @Option(
            names = "--tag",
            paramLabel = "NAME:TAG",
            description = "What it is called where it is loaded. Default: dev.local/pilotlight/APPLICATION:VERSION.")
    private @Nullable String tag;

    /** Ends the process with 2 where the image cannot be written. */
    public static void main(String[] arguments) {
        int code = run(arguments);
        if (code != 0) {
            System.exit(code);
        }
    }

    /** The same without ending the process. */
    public static int run(String... arguments) {
        return commandLine().execute(arguments);
    }

    static CommandLine commandLine() {
        return new CommandLine(new ImageCommand()).setExecutionExceptionHandler((e, command, parsed) -> {
            if (e instanceof ImageException || e instanceof ElfException) {
                command.getErr().println("image: " + e.getMessage());
                return CANNOT;
            }
            throw e;
        });
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        String name = Objects.requireNonNull(application);
        Path folder = Objects.requireNonNull(build);
        Path archive = Objects.requireNonNull(output).toAbsolutePath();
        Path bill = billBeside(archive);
        refuseExisting(archive);
        refuseExisting(bill);
        Base beginning = base == null ? new Base.Scratch() : Base.named(base);
        if (cudaLibraries != null && beginning instanceof Base.Scratch) {
            throw new ImageException(
                    "an image for GPUs: expected --base with an image that has CUDA 12 and cuDNN 9, got none");
        }
        Build built = new Build(name, folder, Optional.ofNullable(cudaLibraries));
        Image image = Image.of(
                built,
                Objects.requireNonNull(version),
                Optional.ofNullable(tag),
                beginning,
                Optional.ofNullable(model).map(UserModel::read));
        if (beginning instanceof Base.Registry registry) {
            System.err.println("image: fetching what is new of " + registry.reference() + " …");
        }
        Path parent = Files.createDirectories(Objects.requireNonNull(archive.getParent()));
        Path scratch = Files.createTempDirectory(parent, ".image-");
        try {
            Path whole = scratch.resolve("image.tar");
            OciArchive written = ImageWriter.write(image, scratch, whole);
            Path wholeBill = scratch.resolve("bill.json");
            BillOfMaterials.write(image, written, built.billOfMaterials(), wholeBill);
            Files.move(wholeBill, bill, StandardCopyOption.REPLACE_EXISTING);
            Files.move(whole, archive, StandardCopyOption.REPLACE_EXISTING);
            Summary.print(image, written, archive, bill, built, System.out);
        } finally {
            delete(scratch);
        }
        return 0;
    }

    private void refuseExisting(Path file) {
        if (!replace && Files.exists(file)) {
            throw new ImageException(
                    "file " + file + ": expected none, since it is to be written; --replace overwrites it");
        }
    }

    private static Path billBeside(Path archive) {
        String name = Objects.requireNonNull(archive.getFileName()).toString();
        return archive.resolveSibling(name.replaceFirst("\\.tar$", "") + ".cdx.json");
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
