package io.pilotlight.serving.openinference.rest;

import io.pilotlight.api.DataType;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Shape;
import io.pilotlight.api.Tensor;
import io.pilotlight.wire.json.JsonErrors;
import io.pilotlight.wire.json.Tokens;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.NumberInput;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a tensor's {@code data}, flat or nested in row-major order, from the JSON stream straight into its buffer. A
 * number that does not fit the data type is refused, never wrapped or rounded to something else.
 */
final class TensorDataReader {

    private static final BigInteger MAX_UINT64 = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private final JsonParser json;
    private final String tensor;
    private final Shape shape;
    private final long elements;
    private final Sink sink;
    private long read;

    private TensorDataReader(JsonParser json, String tensor, Shape shape, long elements, Sink sink) {
        this.json = json;
        this.tensor = tensor;
        this.shape = shape;
        this.elements = elements;
        this.sink = sink;
    }

    /** Takes one element from the parser's current token. */
    private interface Sink {
        void take(TensorDataReader reader) throws IOException;
    }

    /**
     * Reads the array that begins at the parser's current token.
     *
     * @param elements the shape's, already found plausible
     */
    static Tensor read(JsonParser json, String tensor, DataType type, Shape shape, long elements) throws IOException {
        if (type == DataType.BYTES) {
            List<byte[]> texts = new ArrayList<>(Math.toIntExact(elements));
            new TensorDataReader(json, tensor, shape, elements, reader -> texts.add(reader.text())).readAll();
            return new Tensor.Bytes(shape, texts);
        }
        ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(Math.multiplyExact(elements, type.byteSize())))
                .order(ByteOrder.LITTLE_ENDIAN);
        new TensorDataReader(json, tensor, shape, elements, numbers(type, buffer)).readAll();
        return new Tensor.Numeric(type, shape, buffer.flip());
    }

    private static Sink numbers(DataType type, ByteBuffer buffer) {
        return switch (type) {
            case BOOL -> reader -> buffer.put((byte) (reader.bool() ? 1 : 0));
            case INT8 -> reader -> buffer.put((byte) reader.integer(Byte.MIN_VALUE, Byte.MAX_VALUE, type));
            case UINT8 -> reader -> buffer.put((byte) reader.integer(0, 0xFF, type));
            case INT16 -> reader -> buffer.putShort((short) reader.integer(Short.MIN_VALUE, Short.MAX_VALUE, type));
            case UINT16 -> reader -> buffer.putShort((short) reader.integer(0, 0xFFFF, type));
            case INT32 -> reader -> buffer.putInt((int) reader.integer(Integer.MIN_VALUE, Integer.MAX_VALUE, type));
            case UINT32 -> reader -> buffer.putInt((int) reader.integer(0, 0xFFFF_FFFFL, type));
            case INT64 -> reader -> buffer.putLong(reader.integer(Long.MIN_VALUE, Long.MAX_VALUE, type));
            case UINT64 -> reader -> buffer.putLong(reader.unsignedLong());
            case FP32 -> reader -> buffer.putFloat(reader.float32());
            case FP64 -> reader -> buffer.putDouble(reader.float64());
            case FP16, BF16 ->
                reader -> {
                    throw reader.mismatch("binary data, since " + type + " has no JSON form", "JSON");
                };
            case BYTES -> throw new IllegalArgumentException("BYTES has no fixed size");
        };
    }

    private void readAll() throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw mismatch("an array", Tokens.name(json.currentToken()));
        }
        if (json.nextToken() == JsonToken.START_ARRAY) {
            readNested(0);
        } else {
            readFlat();
        }
        if (read != elements) {
            throw mismatch(elements + " elements for shape " + shape, read + " elements");
        }
    }

    private void readFlat() throws IOException {
        for (; json.currentToken() != JsonToken.END_ARRAY; json.nextToken()) {
            takeElement();
        }
    }

    /** The current token is the first of the array at that depth. */
    private void readNested(int depth) throws IOException {
        boolean innermost = depth == shape.rank() - 1;
        long length = 0;
        for (; json.currentToken() != JsonToken.END_ARRAY; json.nextToken()) {
            length++;
            if (innermost) {
                takeElement();
                continue;
            }
            if (depth >= shape.rank() || json.currentToken() != JsonToken.START_ARRAY) {
                throw mismatch(
                        "arrays nested like shape " + shape, Tokens.name(json.currentToken()) + " at depth " + depth);
            }
            json.nextToken();
            readNested(depth + 1);
        }
        if (depth < shape.rank() && length != shape.dimension(depth)) {
            throw mismatch("arrays nested like shape " + shape, "one of " + length + " elements at depth " + depth);
        }
    }

    private void takeElement() throws IOException {
        if (read == elements) {
            throw mismatch(elements + " elements for shape " + shape, "more");
        }
        sink.take(this);
        read++;
    }

    private boolean bool() throws IOException {
        return switch (json.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw mismatch("true or false", current());
        };
    }

    private byte[] text() throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw mismatch("a string", current());
        }
        try {
            // String.getBytes would make a question mark of half a surrogate pair: another text, with another answer.
            ByteBuffer utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(json.getText()));
            byte[] text = new byte[utf8.remaining()];
            utf8.get(text);
            return text;
        } catch (CharacterCodingException e) {
            throw mismatch("Unicode text", "a string with half a surrogate pair");
        }
    }

    private long integer(long min, long max, DataType type) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw mismatch("an integer of " + type, current());
        }
        if (json.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            long value = json.getLongValue();
            if (value >= min && value <= max) {
                return value;
            }
        }
        throw mismatch("an integer of " + type + ", " + min + " to " + max, quoted(json));
    }

    private long unsignedLong() throws IOException {
        if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw mismatch("an integer of UINT64", current());
        }
        BigInteger value = json.getBigIntegerValue();
        if (value.signum() < 0 || value.compareTo(MAX_UINT64) > 0) {
            throw mismatch("an integer of UINT64, 0 to " + MAX_UINT64, quoted(json));
        }
        return value.longValue();
    }

    private float float32() throws IOException {
        requireNumber();
        // From the text: a parser may have gone by way of a double, and what is rounded twice may be rounded wrongly.
        // It is
        // taken where it lies: a million numbers are not worth a million strings.
        float value =
                NumberInput.parseFloat(json.getTextCharacters(), json.getTextOffset(), json.getTextLength(), true);
        if (Float.isInfinite(value)) {
            throw mismatch("a number of FP32", quoted(json));
        }
        return value;
    }

    private double float64() throws IOException {
        requireNumber();
        double value = json.getDoubleValue();
        if (Double.isInfinite(value)) {
            throw mismatch("a number of FP64", quoted(json));
        }
        return value;
    }

    private void requireNumber() throws IOException {
        if (!json.currentToken().isNumeric()) {
            throw mismatch("a number", current());
        }
    }

    private String current() throws IOException {
        return json.currentToken().isScalarValue()
                ? Tokens.name(json.currentToken()) + ", " + quoted(json)
                : Tokens.name(json.currentToken());
    }

    static String quoted(JsonParser json) throws IOException {
        return JsonErrors.abbreviate(String.valueOf(json.getText()));
    }

    private InferenceException mismatch(String expected, String actual) {
        return InferenceException.mismatch(
                tensor,
                "input `" + tensor + "`: data: expected " + expected + ", got " + actual + " (element " + read + ")");
    }
}
