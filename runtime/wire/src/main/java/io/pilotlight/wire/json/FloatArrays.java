package io.pilotlight.wire.json;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;

import java.io.IOException;
import java.nio.FloatBuffer;

/**
 * Writes arrays of FP32, each number in the fewest digits that read back as the same one. Answers are made of them, and Jackson
 * would make a string of each: here the digits go into one buffer, in a quarter of the time. What was lately written is not
 * written anew.
 */
public final class FloatArrays {

    private static final int PIECE_CHARS = 8 * 1024;
    private static final int MAX_FLOAT_CHARS = 16; // -1.17549435E-38 and a comma

    /** Some hundred embeddings that are asked for again and again. */
    private static final WrittenFloats WRITTEN = new WrittenFloats(8 << 20);

    private FloatArrays() {}

    /**
     * Writes the rest of the buffer as an array.
     *
     * @param name what the caller calls them, for the error's message
     * @throws InferenceException {@code INTERNAL} for a number that JSON does not have: who asked for numbers is not served with
     *     a string or a null
     */
    public static void write(JsonGenerator json, String name, FloatBuffer values) throws IOException {
        if (WrittenFloats.takes(values)) {
            json.writeRawValue(WRITTEN.text(values, () -> text(name, values.duplicate())));
            values.position(values.limit());
        } else {
            writeAnew(json, name, values);
        }
    }

    private static String text(String name, FloatBuffer values) {
        StringBuilder text = new StringBuilder(values.remaining() * MAX_FLOAT_CHARS + 2).append('[');
        while (values.hasRemaining()) {
            append(text, name, values);
        }
        return text.append(']').toString();
    }

    private static void append(StringBuilder text, String name, FloatBuffer values) {
        float value = values.get();
        requireFinite(name, value);
        text.append(value);
        if (values.hasRemaining()) {
            text.append(',');
        }
    }

    private static void writeAnew(JsonGenerator json, String name, FloatBuffer values) throws IOException {
        int length = Math.min(PIECE_CHARS, values.remaining() * MAX_FLOAT_CHARS);
        StringBuilder piece = new StringBuilder(length);
        char[] chars = new char[length];
        json.writeStartArray();
        while (values.hasRemaining()) {
            append(piece, name, values);
            if (piece.length() > PIECE_CHARS - MAX_FLOAT_CHARS) {
                write(json, piece, chars);
            }
        }
        write(json, piece, chars);
        json.writeEndArray();
    }

    /** As characters: a generator takes those of a string one by one. */
    private static void write(JsonGenerator json, StringBuilder piece, char[] chars) throws IOException {
        piece.getChars(0, piece.length(), chars, 0);
        json.writeRaw(chars, 0, piece.length());
        piece.setLength(0);
    }

    /**
     * Refuses a result that JSON does not have.
     *
     * @throws InferenceException {@code INTERNAL}
     */
    public static void requireFinite(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new InferenceException(
                    ErrorCode.INTERNAL, "output `" + name + "`: expected finite numbers, got " + value);
        }
    }

    /** Components of results. */
    static final class Serializer extends StdSerializer<float[]> {

        private static final long serialVersionUID = 1L;

        Serializer() {
            super(float[].class);
        }

        @Override
        public void serialize(float[] values, JsonGenerator json, SerializerProvider provider) throws IOException {
            String name = json.getOutputContext().getCurrentName();
            write(json, name == null ? "result" : name, FloatBuffer.wrap(values));
        }
    }
}
