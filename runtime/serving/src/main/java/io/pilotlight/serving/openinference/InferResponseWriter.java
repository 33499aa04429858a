package io.pilotlight.serving.openinference;

import io.pilotlight.api.DataType;
import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.Tensors;
import io.pilotlight.serving.json.FloatArrays;
import io.pilotlight.serving.json.Json;

import com.fasterxml.jackson.core.JsonGenerator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Writes inference responses with JSON tensors, flat. */
final class InferResponseWriter {

    private InferResponseWriter() {}

    static byte[] write(String model, String version, Optional<String> id, Tensors outputs) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(8 * 1024);
        try (JsonGenerator json = Json.FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("model_name", model);
            json.writeStringField("model_version", version);
            if (id.isPresent()) {
                json.writeStringField("id", id.get());
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

    private static void write(JsonGenerator json, String name, Tensor tensor) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", name);
        json.writeStringField("datatype", tensor.type().name());
        json.writeFieldName("shape");
        json.writeArray(tensor.shape().toArray(), 0, tensor.shape().rank());
        json.writeFieldName("data");
        switch (tensor) {
            case Tensor.Bytes bytes -> writeTexts(json, bytes);
            case Tensor.Numeric numeric
            when numeric.type() == DataType.FP32 -> FloatArrays.write(json, name, numeric.floats());
            case Tensor.Numeric numeric -> writeNumbers(json, name, numeric);
        }
        json.writeEndObject();
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
                case FP16, BF16, FP32, BYTES ->
                    throw new IllegalStateException(
                            "no function's result, written number by number, has the type " + tensor.type());
            }
        }
        json.writeEndArray();
    }

    private static void writeFinite(JsonGenerator json, String name, double value) throws IOException {
        requireFinite(name, value);
        json.writeNumber(value);
    }

    /** JSON has no other numbers, and a caller who asked for numbers is not served with a string or a null. */
    private static void requireFinite(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new InferenceException(
                    ErrorCode.INTERNAL, "output `" + name + "`: expected finite numbers, got " + value);
        }
    }
}
