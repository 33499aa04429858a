package io.pilotlight.wire.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.io.NumberInput;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.std.NumberDeserializers;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Arrays;

/**
 * Numbers as JSON has them. Left to itself Jackson takes {@code "NaN"} for a number and base64 for an array of them, and
 * makes an infinity of a number that is too large.
 */
final class StrictNumbers {

    private static final int FIRST_LENGTH = 16;

    private StrictNumbers() {}

    static SimpleModule module() {
        return new SimpleModule("strict numbers")
                .addDeserializer(float.class, new StrictFloat(float.class, 0f))
                .addDeserializer(Float.class, new StrictFloat(Float.class, null))
                .addDeserializer(double.class, new StrictDouble(double.class, 0.0))
                .addDeserializer(Double.class, new StrictDouble(Double.class, null))
                .addDeserializer(float[].class, new StrictFloats())
                .addDeserializer(long[].class, new StrictLongs());
    }

    private static final class StrictFloat extends NumberDeserializers.FloatDeserializer {

        private static final long serialVersionUID = 1L;

        StrictFloat(Class<Float> type, @Nullable Float absent) {
            super(type, absent);
        }

        @Override
        public Float deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return float32(json);
        }
    }

    private static final class StrictDouble extends NumberDeserializers.DoubleDeserializer {

        private static final long serialVersionUID = 1L;

        StrictDouble(Class<Double> type, @Nullable Double absent) {
            super(type, absent);
        }

        @Override
        public Double deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return float64(json);
        }
    }

    private static final class StrictFloats extends StdDeserializer<float[]> {

        private static final long serialVersionUID = 1L;

        StrictFloats() {
            super(float[].class);
        }

        @Override
        public float[] deserialize(JsonParser json, DeserializationContext context) throws IOException {
            require(json.isExpectedStartArrayToken(), json, float[].class);
            float[] values = new float[FIRST_LENGTH];
            int count = 0;
            try {
                for (; json.nextToken() != JsonToken.END_ARRAY; count++) {
                    if (count == values.length) {
                        values = Arrays.copyOf(values, 2 * count);
                    }
                    values[count] = float32(json);
                }
            } catch (IOException e) {
                throw JsonMappingException.wrapWithPath(e, values, count);
            }
            return Arrays.copyOf(values, count);
        }
    }

    private static final class StrictLongs extends StdDeserializer<long[]> {

        private static final long serialVersionUID = 1L;

        StrictLongs() {
            super(long[].class);
        }

        @Override
        public long[] deserialize(JsonParser json, DeserializationContext context) throws IOException {
            require(json.isExpectedStartArrayToken(), json, long[].class);
            long[] values = new long[FIRST_LENGTH];
            int count = 0;
            try {
                for (; json.nextToken() != JsonToken.END_ARRAY; count++) {
                    if (count == values.length) {
                        values = Arrays.copyOf(values, 2 * count);
                    }
                    values[count] = int64(json);
                }
            } catch (IOException e) {
                throw JsonMappingException.wrapWithPath(e, values, count);
            }
            return Arrays.copyOf(values, count);
        }
    }

    private static float float32(JsonParser json) throws IOException {
        require(json.currentToken().isNumeric(), json, float.class);
        float value = NumberInput.parseFloat(json.getText(), true);
        requireFinite(Float.isFinite(value), json, float.class);
        return value;
    }

    private static double float64(JsonParser json) throws IOException {
        require(json.currentToken().isNumeric(), json, double.class);
        double value = NumberInput.parseDouble(json.getText(), true);
        requireFinite(Double.isFinite(value), json, double.class);
        return value;
    }

    private static long int64(JsonParser json) throws IOException {
        require(json.currentToken() == JsonToken.VALUE_NUMBER_INT, json, long.class);
        return json.getLongValue(); // which refuses what is out of range
    }

    private static void require(boolean expected, JsonParser json, Class<?> type) throws IOException {
        if (!expected) {
            throw MismatchedInputException.from(json, type, "a value of another type");
        }
    }

    /** As the parser itself refuses an integer. */
    private static void requireFinite(boolean finite, JsonParser json, Class<?> type) throws IOException {
        if (!finite) {
            throw new InputCoercionException(json, "a number out of range", json.currentToken(), type);
        }
    }
}
