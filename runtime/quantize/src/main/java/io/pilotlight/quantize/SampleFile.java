package io.pilotlight.quantize;

import io.pilotlight.engine.model.ModelLoadException;
import io.pilotlight.engine.tokenizer.Tokenizer;
import io.pilotlight.quantize.graph.Graph;
import io.pilotlight.quantize.graph.QuantizeException;
import io.pilotlight.quantize.run.Samples;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The samples that a request names, or made-up ones. */
final class SampleFile {

    private static final int MADE_UP = 32;

    /** Longer texts are cut: what a layer does to their first tokens is what it does to the others. */
    private static final int MAX_TOKENS = 256;

    private SampleFile() {}

    /**
     * Samples with their labels.
     *
     * @param labels as many as samples, or none
     */
    record Read(Samples samples, List<String> labels) {}

    static Read read(Request request, Graph graph) {
        Path file = request.samples();
        if (file == null) {
            if (request.labels() != null) {
                throw new QuantizeException("labels " + request.labels() + ": expected samples that they belong to, got"
                        + " none; --samples names them.");
            }
            return new Read(Samples.madeUp(graph, MADE_UP, request.shapes()), List.of());
        }
        List<String> texts = lines("samples", file);
        if (texts.size() < 2) {
            throw new QuantizeException(
                    "samples " + file + ": expected at least two texts, one a line, got " + texts.size() + ".");
        }
        List<String> labels = request.labels() == null ? List.of() : lines("labels", request.labels());
        if (!labels.isEmpty() && labels.size() != texts.size()) {
            throw new QuantizeException("labels " + request.labels() + ": expected " + texts.size()
                    + " lines, one for each sample, got " + labels.size() + ".");
        }
        try (Tokenizer tokenizer = Tokenizer.load(tokenizer(request), MAX_TOKENS)) {
            return new Read(
                    Samples.ofTexts(graph, tokenizer, texts, file.getFileName().toString()), labels);
        } catch (ModelLoadException e) {
            throw new QuantizeException(e.getMessage() + ".", e);
        }
    }

    private static List<String> lines(String what, Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> !line.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new QuantizeException(
                    what + " " + file + ": expected a text file in UTF-8, it cannot be read: " + e.getMessage() + ".",
                    e);
        }
    }

    private static Path tokenizer(Request request) {
        Path given = request.tokenizer();
        if (given != null) {
            return given;
        }
        List<Path> found = beside(request.model());
        if (found.size() != 1) {
            throw new QuantizeException(
                    "samples " + request.samples() + ": expected one tokenizer beside the model to read"
                            + " texts with, found " + names(found) + "; --tokenizer names it.");
        }
        return found.getFirst();
    }

    private static String names(List<Path> files) {
        return files.isEmpty()
                ? "none"
                : files.stream()
                        .map(file -> file.getFileName().toString())
                        .toList()
                        .toString();
    }

    private static List<Path> beside(Path model) {
        @Nullable Path folder = model.toAbsolutePath().getParent();
        try (Stream<Path> files = Files.list(Objects.requireNonNull(folder))) {
            return files.filter(file -> file.getFileName().toString().endsWith("tokenizer.json"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new QuantizeException("folder " + folder + ": cannot be read: " + e.getMessage() + ".", e);
        }
    }
}
