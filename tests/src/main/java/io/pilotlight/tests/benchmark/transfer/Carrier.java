package io.pilotlight.tests.benchmark.transfer;

import io.pilotlight.wire.openinference.message.ModelInferRequest;

import com.google.protobuf.ByteString;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The two ways in which a client sends a binary tensor. In both, requests and answers end with its bytes, which tells a
 * right answer from a wrong one without reading either protocol.
 */
enum Carrier {
    BINARY("binary tensor, HTTP/1.1", "/v2/models/" + IdentityTensor.MODEL + "/infer") {
        @Override
        Message message() {
            byte[] json =
                    """
                    {"inputs":[{"name":"in","datatype":"FP32","shape":[%d],"parameters":{"binary_data_size":%d}}],\
                    "outputs":[{"name":"out","parameters":{"binary_data":true}}]}""".formatted(IdentityTensor.ELEMENTS, IdentityTensor.BYTES).getBytes(StandardCharsets.US_ASCII);
            ByteBuffer body = ByteBuffer.allocate(json.length + IdentityTensor.BYTES)
                    .put(json)
                    .put(IdentityTensor.data());
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("content-type", "application/octet-stream");
            headers.put("inference-header-content-length", Integer.toString(json.length));
            return new Message(headers, body.flip());
        }
    },
    GRPC("gRPC, HTTP/2", "/inference.GRPCInferenceService/ModelInfer") {
        @Override
        Message message() {
            byte[] request = ModelInferRequest.newBuilder()
                    .setModelName(IdentityTensor.MODEL)
                    .addInputs(ModelInferRequest.InferInputTensor.newBuilder()
                            .setName("in")
                            .setDatatype("FP32")
                            .addAllShape(List.of((long) IdentityTensor.ELEMENTS)))
                    .addRawInputContents(ByteString.copyFrom(IdentityTensor.data()))
                    .build()
                    .toByteArray();
            // Not compressed, then its length.
            ByteBuffer body = ByteBuffer.allocate(1 + Integer.BYTES + request.length)
                    .put((byte) 0)
                    .putInt(request.length)
                    .put(request);
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("content-type", "application/grpc");
            headers.put("te", "trailers");
            return new Message(headers, body.flip());
        }
    };

    private final String label;
    private final String path;

    /** What is sent, apart from the request line. */
    record Message(Map<String, String> headers, ByteBuffer body) {}

    Carrier(String label, String path) {
        this.label = label;
        this.path = path;
    }

    /** Made anew by each call, and large: to be kept. */
    abstract Message message();

    /** The name in tables. */
    String label() {
        return label;
    }

    String path() {
        return path;
    }
}
