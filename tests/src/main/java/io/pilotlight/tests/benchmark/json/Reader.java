package io.pilotlight.tests.benchmark.json;

import io.pilotlight.api.DataType;
import io.pilotlight.api.Shape;
import io.pilotlight.api.Signature;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.TensorSpec;
import io.pilotlight.serving.openinference.InputCheck;
import io.pilotlight.serving.openinference.rest.InferRequestReader;
import io.pilotlight.wire.json.Json;
import io.pilotlight.wire.openinference.ModelDescription;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import java.io.IOException;
import java.util.List;

/** What can be done with the bytes of a body. Both of Jackson's use the parser that ours uses, with the same settings. */
enum Reader {
    TOKENS("Jackson, tokens alone") {
        @Override
        long read(byte[] body, DataType type) throws IOException {
            long tokens = 0;
            try (JsonParser json = Json.FACTORY.createParser(body)) {
                while (json.nextToken() != null) {
                    tokens++;
                }
            }
            return tokens;
        }
    },
    NUMBERS("Jackson, tokens and their numbers") {
        @Override
        long read(byte[] body, DataType type) throws IOException {
            long bits = 0;
            try (JsonParser json = Json.FACTORY.createParser(body)) {
                for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                    if (token.isNumeric()) {
                        bits ^= type == DataType.FP32
                                ? Float.floatToRawIntBits(json.getFloatValue())
                                : json.getLongValue();
                    }
                }
            }
            return bits;
        }
    },
    OURS("Pilotlight, a tensor") {
        @Override
        long read(byte[] body, DataType type) {
            Signature signature = new Signature(List.of(new TensorSpec("in", type, Shape.of(-1))), List.of());
            InferRequestReader reader = new InferRequestReader(new InputCheck(signature, ModelDescription.UNBOUNDED));
            Tensor tensor = reader.read(body, body.length).inputs().get("in");
            return ((Tensor.Numeric) tensor).data().remaining();
        }
    };

    private final String label;

    Reader(String label) {
        this.label = label;
    }

    /** Reads a body to its end; what it returns depends on all of it, so that no compiler may leave it out. */
    abstract long read(byte[] body, DataType type) throws IOException;

    /** The name in tables. */
    String label() {
        return label;
    }
}
