package io.pilotlight.quantize.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** Models in files, constants that lie in files of their own included. */
public final class ModelFile {

    /** Sets of ONNX's operators that the rewrites know; an older one means other things by some names. */
    private static final long OLDEST_OPERATOR_SET = 9;

    private static final long NEWEST_OPERATOR_SET = 25;

    private ModelFile() {}

    /**
     * Reads a model.
     *
     * @throws QuantizeException if it is none, or one that cannot be read
     */
    public static Graph read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new QuantizeException("model " + file + ": expected a file, there is none.");
        }
        ModelProto model = parse(file);
        GraphProto graph = model.getGraph();
        if (graph.getNodeCount() == 0 || graph.getOutputCount() == 0) {
            throw new QuantizeException("model " + file + ": expected an ONNX model, got a file without a graph.");
        }
        requireKnownOperators(file, model);
        SequencedMap<String, TensorProto> constants = new LinkedHashMap<>();
        for (TensorProto constant : graph.getInitializerList()) {
            constants.put(constant.getName(), loaded(file, constant));
        }
        List<Node> nodes = new ArrayList<>();
        graph.getNodeList().stream().map(Node::read).forEach(node -> {
            AttributeProto value = node.attributes().get("value");
            if (node.is("Constant") && node.domain().isEmpty() && value != null) {
                TensorProto constant = loaded(file, value.getT());
                constants.put(
                        node.output(),
                        constant.toBuilder().setName(node.output()).build());
            } else {
                nodes.add(node);
            }
        });
        return new Graph(model, nodes, constants);
    }

    private static ModelProto parse(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            CodedInputStream coded = CodedInputStream.newInstance(in);
            coded.setSizeLimit(Integer.MAX_VALUE);
            return ModelProto.parseFrom(coded);
        } catch (InvalidProtocolBufferException e) {
            throw new QuantizeException(
                    "model " + file + ": expected an ONNX model, got something else, or one that is cut off.", e);
        } catch (IOException e) {
            throw new QuantizeException("model " + file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static void requireKnownOperators(Path file, ModelProto model) {
        long version = model.getOpsetImportList().stream()
                .filter(set -> set.getDomain().isEmpty() || set.getDomain().equals("ai.onnx"))
                .mapToLong(set -> set.getVersion())
                .findFirst()
                .orElse(0);
        if (version < OLDEST_OPERATOR_SET || version > NEWEST_OPERATOR_SET) {
            throw new QuantizeException("model " + file + ": expected operator set " + OLDEST_OPERATOR_SET + " to "
                    + NEWEST_OPERATOR_SET + ", got " + version + ".");
        }
    }

    /** The constant with its bytes, wherever they lie. */
    private static TensorProto loaded(Path model, TensorProto constant) {
        if (constant.getDataLocation() != TensorProto.DataLocation.EXTERNAL) {
            return constant;
        }
        Map<String, String> place = constant.getExternalDataList().stream()
                .collect(Collectors.toMap(
                        StringStringEntryProto::getKey, StringStringEntryProto::getValue, (first, second) -> second));
        Path folder = Objects.requireNonNull(model.toAbsolutePath().normalize().getParent());
        String location = place.getOrDefault("location", "");
        Path file = folder.resolve(location).normalize();
        if (!file.startsWith(folder) || !Files.isRegularFile(file)) {
            throw new QuantizeException("model " + model + ": constant `" + constant.getName()
                    + "`: expected its numbers in a file beside the model, got `" + location + "`.");
        }
        try (RandomAccessFile data = new RandomAccessFile(file.toFile(), "r");
                FileChannel channel = data.getChannel()) {
            long offset = Long.parseLong(place.getOrDefault("offset", "0"));
            long length = Long.parseLong(place.getOrDefault("length", Long.toString(channel.size() - offset)));
            if (offset < 0 || length < 0 || offset > channel.size() - length || length > Integer.MAX_VALUE) {
                throw new QuantizeException("model " + model + ": constant `" + constant.getName() + "`: expected "
                        + length + " bytes at " + offset + " of " + file + ", it has " + channel.size() + ".");
            }
            ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, offset, length);
            return constant.toBuilder()
                    .clearExternalData()
                    .clearDataLocation()
                    .setRawData(ByteString.copyFrom(bytes))
                    .build();
        } catch (IOException | NumberFormatException e) {
            throw new QuantizeException("model " + model + ": " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Writes a model, the same bytes for the same model. */
    public static void write(ModelProto model, Path file) {
        try (OutputStream out = Files.newOutputStream(file)) {
            CodedOutputStream coded = CodedOutputStream.newInstance(out, 1 << 16);
            coded.useDeterministicSerialization();
            model.writeTo(coded);
            coded.flush();
        } catch (IOException e) {
            throw new QuantizeException("model " + file + ": cannot be written: " + e.getMessage(), e);
        }
    }
}
