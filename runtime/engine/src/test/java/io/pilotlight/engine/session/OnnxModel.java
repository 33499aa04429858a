package io.pilotlight.engine.session;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A tiny model, written by hand: the few fields of
 * <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto</a> that a graph needs.
 */
final class OnnxModel {

    /** {@code TensorProto.DataType}. */
    enum ElementType {
        FLOAT(1),
        UINT8(2),
        INT8(3),
        UINT16(4),
        INT16(5),
        INT32(6),
        INT64(7),
        STRING(8),
        BOOL(9),
        FLOAT16(10),
        DOUBLE(11),
        UINT32(12),
        UINT64(13),
        BFLOAT16(16);

        private final int number;

        ElementType(int number) {
            this.number = number;
        }
    }

    private final List<byte[]> nodes = new ArrayList<>();
    private final List<byte[]> initializers = new ArrayList<>();
    private final List<byte[]> inputs = new ArrayList<>();
    private final List<byte[]> outputs = new ArrayList<>();

    /** One input {@code in}, one output {@code out}, and the same in both. */
    static OnnxModel identity(ElementType type, long... shape) {
        return new OnnxModel()
                .input("in", type, shape)
                .output("out", type, shape)
                .node("Identity", List.of("in"), "out");
    }

    OnnxModel input(String name, ElementType type, long... shape) {
        inputs.add(valueInfo(name, type, shape));
        return this;
    }

    OnnxModel output(String name, ElementType type, long... shape) {
        outputs.add(valueInfo(name, type, shape));
        return this;
    }

    OnnxModel node(String operator, List<String> inputNames, String outputName) {
        Message node = new Message();
        inputNames.forEach(name -> node.text(1, name));
        nodes.add(node.text(2, outputName).text(4, operator).bytes());
        return this;
    }

    /** A value that the model itself holds: one text, a scalar. */
    OnnxModel constant(String text, String outputName) {
        Message attribute = new Message().text(1, "value_string").text(4, text).number(20, 3);
        nodes.add(new Message()
                .text(2, outputName)
                .text(4, "Constant")
                .bytes(5, attribute.bytes())
                .bytes());
        return this;
    }

    /** Weights: a vector. */
    OnnxModel weights(float[] values, String name) {
        ByteBuffer data = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(values);
        initializers.add(new Message()
                .number(1, values.length)
                .number(2, ElementType.FLOAT.number)
                .text(8, name)
                .bytes(9, data.array())
                .bytes());
        return this;
    }

    Path writeTo(Path file) throws IOException {
        return Files.write(file, bytes());
    }

    private byte[] bytes() {
        Message graph = new Message();
        nodes.forEach(node -> graph.bytes(1, node));
        graph.text(2, "test");
        initializers.forEach(initializer -> graph.bytes(5, initializer));
        inputs.forEach(input -> graph.bytes(11, input));
        outputs.forEach(output -> graph.bytes(12, output));
        Message operators = new Message().text(1, "").number(2, 19);
        return new Message()
                .number(1, 9)
                .bytes(7, graph.bytes())
                .bytes(8, operators.bytes())
                .bytes();
    }

    private static byte[] valueInfo(String name, ElementType type, long[] shape) {
        Message dimensions = new Message();
        for (long dimension : shape) { // one left open has a name rather than a value
            Message written =
                    dimension < 0 ? new Message().text(2, "n" + dimensions.size()) : new Message().number(1, dimension);
            dimensions.bytes(1, written.bytes());
        }
        Message tensor = new Message().number(1, type.number).bytes(2, dimensions.bytes());
        return new Message()
                .text(1, name)
                .bytes(2, new Message().bytes(1, tensor.bytes()).bytes())
                .bytes();
    }

    /** A message of <a href="https://protobuf.dev/programming-guides/encoding/">Protocol Buffers</a>. */
    private static final class Message {

        private static final int VARINT = 0;
        private static final int LENGTH_DELIMITED = 2;

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Message number(int field, long value) {
            varint((field << 3) | VARINT);
            varint(value);
            return this;
        }

        Message text(int field, String value) {
            return bytes(field, value.getBytes(StandardCharsets.UTF_8));
        }

        Message bytes(int field, byte[] value) {
            varint((field << 3) | LENGTH_DELIMITED);
            varint(value.length);
            out.writeBytes(value);
            return this;
        }

        int size() {
            return out.size();
        }

        byte[] bytes() {
            return out.toByteArray();
        }

        private void varint(long value) {
            long rest = value;
            while ((rest & ~0x7FL) != 0) {
                out.write((int) (rest & 0x7F) | 0x80);
                rest >>>= 7;
            }
            out.write((int) rest);
        }
    }
}
