package io.pilotlight.serving.openinference.rest;

import io.pilotlight.api.DataType;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.ModelId;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.Tensors;
import io.pilotlight.serving.openinference.BinaryPart;
import io.pilotlight.serving.openinference.InferRequest;
import io.pilotlight.wire.http.Reply;
import io.pilotlight.wire.json.FloatArrays;
import io.pilotlight.wire.json.Json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.buffer.Buffer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes inference responses: tensors flat in JSON, or as binary data after it, whichever was asked for. */
final class InferResponseWriter {

    private final InferRequest request;
    private final List<ByteBuffer> binary = new ArrayList<>();

    private InferResponseWriter(InferRequest request) {
        this.request = request;
    }

    /**
     * The answer to a request.
     *
     * @throws InferenceException {@code INTERNAL} for a number that JSON does not have, {@code INVALID_REQUEST} for a type
     *     that has no JSON form
     */
    static Reply reply(ModelId model, InferRequest request, Tensors outputs) {
        InferResponseWriter writer = new InferResponseWriter(request);
        byte[] json = writer.json(model, outputs);
        return writer.binary.isEmpty() ? Reply.json(json) : writer.withBinary(json);
    }

    /** The tensors' bytes follow the JSON as they lie, without being copied into one. */
    private Reply withBinary(byte[] json) {
        binary.addFirst(ByteBuffer.wrap(json));
        Buffer body = Reply.joined(binary.toArray(ByteBuffer[]::new));
        return new Reply(200, BinaryHeader.MEDIA_TYPE, body, List.of())
                .with(BinaryHeader.NAME, String.valueOf(json.length));
    }

    private byte[] json(ModelId model, Tensors outputs) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(8 * 1024);
        try (JsonGenerator json = Json.FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("model_name", model.name());
            json.writeStringField("model_version", model.version());
            if (request.id().isPresent()) {
                json.writeStringField("id", request.id().get());
            }
            json.writeArrayFieldStart("outputs");
            for (Map.Entry<String, Tensor> output : outputs.byName().entrySet()) {
                write(json, output.getKey(), output.getValue());
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("an array of bytes takes everything", e);
        }
        return bytes.toByteArray();
    }

    private void write(JsonGenerator json, String name, Tensor tensor) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", name);
        json.writeStringField("datatype", tensor.type().name());
        json.writeFieldName("shape");
        json.writeArray(tensor.shape().toArray(), 0, tensor.shape().rank());
        if (request.wantsBinary(name)) {
            ByteBuffer data = BinaryPart.of(tensor);
            json.writeObjectFieldStart("parameters");
            json.writeNumberField(InputReader.BINARY_SIZE, data.remaining());
            json.writeEndObject();
            binary.add(data);
        } else {
            json.writeFieldName("data");
            writeData(json, name, tensor);
        }
        json.writeEndObject();
    }

    private static void writeData(JsonGenerator json, String name, Tensor tensor) throws IOException {
        switch (tensor) {
            case Tensor.Bytes bytes -> writeTexts(json, bytes);
            case Tensor.Numeric numeric
            when numeric.type() == DataType.FP32 -> FloatArrays.write(json, name, numeric.floats());
            case Tensor.Numeric numeric -> writeNumbers(json, name, numeric);
        }
    }

    private static void writeTexts(JsonGenerator json, Tensor.Bytes tensor) throws IOException {
        json.writeStartArray();
        for (byte[] element : tensor.elements()) {
            json.writeString(new String(element, StandardCharsets.UTF_8));
        }
        json.writeEndArray();
    }

    private static void writeNumbers(JsonGenerator json, String name, Tensor.Numeric tensor) throws IOException {
        ByteBuffer data = tensor.data();
        json.writeStartArray();
        while (data.hasRemaining()) {
            switch (tensor.type()) {
                case BOOL -> json.writeBoolean(data.get() != 0);
                case INT8 -> json.writeNumber(data.get());
                case UINT8 -> json.writeNumber(Byte.toUnsignedInt(data.get()));
                case INT16 -> json.writeNumber(data.getShort());
                case UINT16 -> json.writeNumber(Short.toUnsignedInt(data.getShort()));
                case INT32 -> json.writeNumber(data.getInt());
                case UINT32 -> json.writeNumber(Integer.toUnsignedLong(data.getInt()));
                case INT64 -> json.writeNumber(data.getLong());
                case UINT64 -> json.writeNumber(Long.toUnsignedString(data.getLong()));
                case FP64 -> writeFinite(json, name, data.getDouble());
                case FP16, BF16 ->
                    throw InferenceException.invalid(
                            name,
                            "output `" + name + "`: " + tensor.type() + " has no JSON form; ask for it with \""
                                    + OutputReader.BINARY + "\": true");
                case FP32, BYTES -> throw new IllegalStateException(tensor.type() + " is written elsewhere");
            }
        }
        json.writeEndArray();
    }

    private static void writeFinite(JsonGenerator json, String name, double value) throws IOException {
        FloatArrays.requireFinite(name, value);
        json.writeNumber(value);
    }
}
