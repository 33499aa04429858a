package io.pilotlight.serving.openinference.grpc;

import io.pilotlight.api.ModelId;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.Tensors;
import io.pilotlight.serving.openinference.BinaryPart;
import io.pilotlight.serving.openinference.InferRequest;
import io.pilotlight.wire.openinference.grpc.GrpcMessage;
import io.pilotlight.wire.openinference.message.ModelInferResponse;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;
import io.vertx.core.buffer.Buffer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes inference responses as protocol buffers: all outputs as raw bytes, which every client reads. */
final class GrpcInferWriter {

    private GrpcInferWriter() {}

    /** The answer without its outputs' elements. */
    private static ModelInferResponse.Builder head(ModelId model, InferRequest request, Tensors outputs) {
        ModelInferResponse.Builder response =
                ModelInferResponse.newBuilder().setModelName(model.name()).setModelVersion(model.version());
        request.id().ifPresent(response::setId);
        outputs.byName().forEach((name, tensor) -> response.addOutputsBuilder()
                .setName(name)
                .setDatatype(tensor.type().name())
                .addAllShape(tensor.shape().dimensions()));
        return response;
    }

    /** The whole answer as a message; the tensors' bytes are sent from where they lie. */
    static Buffer message(ModelId model, InferRequest request, Tensors outputs) {
        List<ByteBuffer> rest = new ArrayList<>();
        for (Map.Entry<String, Tensor> output : outputs.byName().entrySet()) {
            ByteBuffer data = BinaryPart.of(output.getValue());
            rest.add(fieldHead(data.remaining()));
            rest.add(data);
        }
        return GrpcMessage.of(head(model, request, outputs).build(), rest.toArray(ByteBuffer[]::new));
    }

    /** The whole answer, for those that travel inside another message. */
    static ModelInferResponse whole(ModelId model, InferRequest request, Tensors outputs) {
        ModelInferResponse.Builder response = head(model, request, outputs);
        outputs.byName()
                .values()
                .forEach(tensor ->
                        response.addRawOutputContents(UnsafeByteOperations.unsafeWrap(BinaryPart.of(tensor))));
        return response.build();
    }

    /** What stands before the bytes of a field {@code raw_output_contents}. */
    private static ByteBuffer fieldHead(int length) {
        int field = ModelInferResponse.RAW_OUTPUT_CONTENTS_FIELD_NUMBER;
        byte[] head =
                new byte[CodedOutputStream.computeTagSize(field) + CodedOutputStream.computeUInt32SizeNoTag(length)];
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(head);
            out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            out.writeUInt32NoTag(length);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("an array of the right size takes it", e);
        }
        return ByteBuffer.wrap(head);
    }
}
