package io.pilotlight.quantize.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;

import java.util.Arrays;

/** Makes operators' attributes. */
public final class Attributes {

    private Attributes() {}

    public static AttributeProto of(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.INT)
                .setI(value)
                .build();
    }

    public static AttributeProto of(String name, float value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.FLOAT)
                .setF(value)
                .build();
    }

    public static AttributeProto of(String name, long... values) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.INTS)
                .addAllInts(Arrays.stream(values).boxed().toList())
                .build();
    }
}
