package io.pilotlight.quantize;

import io.pilotlight.api.FileDigest;
import io.pilotlight.quantize.graph.ModelFile;
import io.pilotlight.quantize.graph.QuantizeException;
import io.pilotlight.quantize.report.Page;
import io.pilotlight.quantize.report.Report;
import io.pilotlight.quantize.report.ReportFile;
import io.pilotlight.quantize.scheme.Scheme;

import ai.onnx.proto.OnnxMl.ModelProto;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Where quantized models and their report go: all of them at the end, or nothing. Until then they lie in a folder of their own
 * inside, which is gone when this is closed.
 */
final class OutputFolder implements AutoCloseable {

    private final Request request;
    private final Path partial;
    private final Report.Source source;
    private final String made;

    private OutputFolder(Request request, Path partial, Report.Source source, String made) {
        this.request = request;
        this.partial = partial;
        this.source = source;
        this.made = made;
    }

    /** Makes the folder, and makes sure that nothing in it is overwritten that should not be. */
    static OutputFolder open(Request request) {
        if (!Files.isRegularFile(request.model())) {
            throw new QuantizeException("model " + request.model() + ": expected a file, there is none.");
        }
        if (Files.exists(request.folder()) && !Files.isDirectory(request.folder())) {
            throw new QuantizeException("output " + request.folder() + ": expected a folder, there is a file.");
        }
        for (Scheme scheme : request.schemes()) {
            Path file = request.folder().resolve(fileName(request, scheme.name()));
            if (Files.exists(file) && !request.replace()) {
                throw new QuantizeException("output " + file + ": there is one already; --replace overwrites it.");
            }
        }
        try {
            Report.Source source = new Report.Source(
                    fileName(request.model()), FileDigest.whole(request.model()).hex(), Files.size(request.model()));
            String made = Made.of(request);
            Files.createDirectories(request.folder());
            return new OutputFolder(request, Files.createTempDirectory(request.folder(), ".partial-"), source, made);
        } catch (IOException e) {
            throw new QuantizeException(
                    "output " + request.folder() + ": cannot be written: " + e.getMessage() + ".", e);
        }
    }

    /** Whether there is a model of each scheme. */
    static boolean holdsAllModels(Request request) {
        return request.schemes().stream()
                .allMatch(scheme -> Files.isRegularFile(request.folder().resolve(fileName(request, scheme.name()))));
    }

    private static String fileName(Path file) {
        return Objects.requireNonNull(file.getFileName()).toString();
    }

    private static String fileName(Request request, String scheme) {
        return fileName(request.model()).replaceFirst("\\.onnx$", "") + "-" + scheme + ".onnx";
    }

    /** What the model of that scheme is called. */
    String fileName(String scheme) {
        return fileName(request, scheme);
    }

    Report.Source source() {
        return source;
    }

    String made() {
        return made;
    }

    /** Writes a model, to be moved into place at the end, and gives its digest. */
    String write(String name, ModelProto model) {
        Path file = partial.resolve(name);
        ModelFile.write(model, file);
        try {
            return FileDigest.whole(file).hex();
        } catch (IOException e) {
            throw new QuantizeException("output " + file + ": cannot be read again: " + e.getMessage() + ".", e);
        }
    }

    /** A model that was written, before it is in place. */
    Path partial(String name) {
        return partial.resolve(name);
    }

    /** Moves everything into place, the report last: with it the folder is whole. */
    void commit(Report report) {
        try {
            Files.writeString(partial.resolve(Page.NAME), Page.html(report));
            Files.writeString(partial.resolve(ReportFile.NAME), ReportFile.json(report));
            for (Report.Variant variant : report.variants()) {
                if (variant.written()) {
                    move(variant.file());
                } else {
                    Files.deleteIfExists(request.folder().resolve(variant.file()));
                }
            }
            move(Page.NAME);
            move(ReportFile.NAME);
        } catch (IOException e) {
            throw new QuantizeException(
                    "output " + request.folder() + ": cannot be written: " + e.getMessage() + ".", e);
        }
    }

    private void move(String name) throws IOException {
        Files.move(
                partial.resolve(name),
                request.folder().resolve(name),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() {
        try (Stream<Path> left = Files.list(partial)) {
            List<Path> files = left.toList();
            for (Path file : files) {
                Files.delete(file);
            }
            Files.delete(partial);
        } catch (IOException e) {
            throw new QuantizeException("output " + partial + ": cannot be removed: " + e.getMessage() + ".", e);
        }
    }
}
