package io.pilotlight.image;

import io.pilotlight.api.FileDigest;
import io.pilotlight.api.ModelId;
import io.pilotlight.api.Sha256;
import io.pilotlight.engine.model.ExternalData;
import io.pilotlight.engine.model.ModelLoadException;
import io.pilotlight.engine.session.OnnxSession;
import io.pilotlight.engine.session.SessionSettings;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A model that somebody brings, to be served by the function {@code onnx}.
 *
 * @param name what callers call it
 * @param digest of its file
 * @param answerDigest of what its answers depend on
 * @param files it, and those that its weights lie in, by their names relative to it
 */
record UserModel(String name, Path file, Sha256 digest, Sha256 answerDigest, SortedMap<String, Path> files) {

    private static final String EXTENSION = ".onnx";

    UserModel {
        files = new TreeMap<>(files);
    }

    /**
     * Reads a model.
     *
     * @throws ImageException if it is none, or ONNX Runtime does not load it
     */
    static UserModel read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ImageException("model " + file + ": expected an ONNX file, there is none");
        }
        String fileName = Objects.requireNonNull(file.getFileName()).toString();
        String name =
                fileName.endsWith(EXTENSION) ? fileName.substring(0, fileName.length() - EXTENSION.length()) : fileName;
        try {
            ModelId _ = new ModelId(name, "1"); // which says what names may be
            SortedMap<String, Path> files = new TreeMap<>();
            files.put(fileName, file);
            for (String location : weights(file)) {
                files.put(location, file.resolveSibling(location));
            }
            OnnxSession.open(file, new SessionSettings(1, false, false)).close();
            Sha256 digest = FileDigest.whole(file);
            return new UserModel(
                    name, file, digest, OnnxSession.answerDigest(ExternalData.content(file, digest)), files);
        } catch (IllegalArgumentException | ModelLoadException e) {
            throw new ImageException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new ImageException("model " + file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** The files beside a model that hold its weights. */
    private static Set<String> weights(Path file) throws IOException {
        GraphProto graph = parse(file).getGraph();
        if (graph.getNodeCount() == 0) {
            throw new ImageException("model " + file + ": expected an ONNX model, got a file without a graph");
        }
        Set<String> locations = new TreeSet<>();
        constants(graph)
                .filter(constant -> constant.getDataLocation() == TensorProto.DataLocation.EXTERNAL)
                .flatMap(constant -> constant.getExternalDataList().stream())
                .filter(entry -> entry.getKey().equals("location"))
                .forEach(entry -> locations.add(entry.getValue()));
        for (String location : locations) {
            Path folder = file.toAbsolutePath().normalize().getParent();
            Path weights = Objects.requireNonNull(folder).resolve(location).normalize();
            if (!weights.startsWith(folder) || !Files.isRegularFile(weights)) {
                throw new ImageException(
                        "model " + file + ": expected weights in a file beside it, got `" + location + "`");
            }
        }
        return locations;
    }

    private static ModelProto parse(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            CodedInputStream coded = CodedInputStream.newInstance(in);
            coded.setSizeLimit(Integer.MAX_VALUE);
            return ModelProto.parseFrom(coded);
        } catch (InvalidProtocolBufferException e) {
            throw new ImageException(
                    "model " + file + ": expected an ONNX model, got something else, or one that is cut off", e);
        }
    }

    /** Those of a graph and of the graphs within it. */
    private static Stream<TensorProto> constants(GraphProto graph) {
        Stream<TensorProto> within = graph.getNodeList().stream()
                .flatMap(node -> node.getAttributeList().stream())
                .flatMap(UserModel::constants);
        return Stream.concat(graph.getInitializerList().stream(), within);
    }

    private static Stream<TensorProto> constants(AttributeProto attribute) {
        Stream<GraphProto> graphs = Stream.concat(
                attribute.hasG() ? Stream.of(attribute.getG()) : Stream.of(), attribute.getGraphsList().stream());
        Stream<TensorProto> tensors = Stream.concat(
                attribute.hasT() ? Stream.of(attribute.getT()) : Stream.of(), attribute.getTensorsList().stream());
        return Stream.concat(tensors, graphs.flatMap(UserModel::constants));
    }
}
