package io.pilotlight.serving.openinference.rest;

import io.pilotlight.api.DataType;
import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.Shape;
import io.pilotlight.api.Tensor;
import io.pilotlight.wire.Refusal;
import io.pilotlight.wire.json.Json;
import io.pilotlight.wire.json.JsonErrors;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class TensorDataReaderTest {

    @ParameterizedTest
    @CsvSource({
        "INT8, -128, 127",
        "UINT8, 0, 255",
        "INT16, -32768, 32767",
        "UINT16, 0, 65535",
        "INT32, -2147483648, 2147483647",
        "UINT32, 0, 4294967295",
        "INT64, -9223372036854775808, 9223372036854775807",
        "UINT64, 0, 18446744073709551615"
    })
    void read_integersAtTheEdgesOfTheirRange_areTakenAsTheyAre(DataType type, String min, String max) {
        String json = "[" + min + ", " + max + ", 1]";

        for (Tensor.Numeric tensor : List.of(numeric(type, json), early(type, json))) {
            assertThat(integers(tensor)).containsExactly(new BigInteger(min), new BigInteger(max), BigInteger.ONE);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "INT8, -129, 128",
        "UINT8, -1, 256",
        "INT16, -32769, 32768",
        "UINT16, -1, 65536",
        "INT32, -2147483649, 2147483648",
        "UINT32, -1, 4294967296",
        "INT64, -9223372036854775809, 9223372036854775808",
        "UINT64, -1, 18446744073709551616"
    })
    void read_integersJustBeyondTheirRange_areRefusedWithTheRange(DataType type, String below, String above) {
        for (String beyond : List.of(below, above, "9".repeat(500), "-" + "9".repeat(500))) {
            for (Reading reading : List.<Reading>of(TensorDataReaderTest::numeric, TensorDataReaderTest::early)) {
                Refusal.of(() -> reading.read(type, "[" + beyond + "]"))
                        .is(ErrorCode.TENSOR_MISMATCH)
                        .names("t")
                        .says("expected an integer of " + type, beyond.substring(0, Math.min(100, beyond.length())))
                        .isShort();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"INT8", "UINT8", "INT16", "UINT16", "INT32", "UINT32", "INT64", "UINT64"})
    void read_anythingButAnInteger_isRefusedWhereOneIsExpected(DataType type) {
        for (String wrong : List.of("1.0", "1e2", "0.5", "\"1\"", "true", "null", "{}", "{\"a\": 1}")) {
            Refusal.of(() -> numeric(type, "[" + wrong + "]"))
                    .is(ErrorCode.TENSOR_MISMATCH)
                    .names("t")
                    .says("expected an integer of " + type, "element 0");
        }
    }

    @Test
    void read_integersOfManyDigits_areRefusedWithoutBeingParsed() {
        Refusal.of(() -> numeric(DataType.UINT64, "[" + "9".repeat(100_000) + "]"))
                .is(ErrorCode.INVALID_REQUEST)
                .isShort();
    }

    @Test
    void read_booleans_areOneByteEach() {
        assertThat(bytes(numeric(DataType.BOOL, "[true, false, true]"))).containsExactly(1, 0, 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "0", "\"true\"", "null", "[true]"})
    void read_anythingButABoolean_isRefusedWhereOneIsExpected(String wrong) {
        Refusal.of(() -> numeric(DataType.BOOL, "[true, " + wrong + "]"))
                .is(ErrorCode.TENSOR_MISMATCH)
                .says("expected true or false", "element 1");
    }

    @Test
    void read_floatsAtTheEdgesOfTheirRange_areTakenAsTheyAre() {
        String json = "[3.4028235e38, -3.4028235E+38, 1.4e-45, 1.17549435e-38, 0, -0.0, 1, 16777216, 1e-400]";
        for (Tensor.Numeric tensor : List.of(numeric(DataType.FP32, json), early(DataType.FP32, json))) {
            float[] floats = new float[9];
            tensor.floats().get(floats);
            assertThat(floats)
                    .containsExactly(
                            Float.MAX_VALUE,
                            -Float.MAX_VALUE,
                            Float.MIN_VALUE,
                            Float.MIN_NORMAL,
                            0f,
                            -0f,
                            1f,
                            16_777_216f,
                            0f);
        }
    }

    @Test
    void read_doublesAtTheEdgesOfTheirRange_areTakenAsTheyAre() {
        String json = "[1.7976931348623157e308, -1.7976931348623157e308, 4.9e-324, 0.1, 9007199254740993]";
        for (Tensor.Numeric tensor : List.of(numeric(DataType.FP64, json), early(DataType.FP64, json))) {
            double[] doubles = new double[5];
            tensor.data().asDoubleBuffer().get(doubles);
            assertThat(doubles)
                    .containsExactly(
                            Double.MAX_VALUE, -Double.MAX_VALUE, Double.MIN_VALUE, 0.1, 9_007_199_254_740_992.0);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "FP32, 1e39",
        "FP32, -1e39",
        "FP32, 3.4028236e38",
        "FP32, 1e400",
        "FP32, 1000000000000000000000000000000000000000",
        "FP64, 1e400",
        "FP64, -1e400",
        "FP64, 1.7976931348623159e308"
    })
    void read_numbersBeyondTheirRange_areRefusedAndNeverBecomeInfinite(DataType type, String beyond) {
        for (Reading reading : List.<Reading>of(TensorDataReaderTest::numeric, TensorDataReaderTest::early)) {
            Refusal.of(() -> reading.read(type, "[1, " + beyond + "]"))
                    .is(ErrorCode.TENSOR_MISMATCH)
                    .names("t")
                    .says("expected a number of " + type, "element 1");
        }
    }

    @Test
    void read_integerOfFourHundredDigits_isRefusedWhereADoubleIsExpected() {
        Refusal.of(() -> numeric(DataType.FP64, "[1" + "0".repeat(400) + "]"))
                .is(ErrorCode.TENSOR_MISMATCH)
                .isShort();
    }

    /** Rounded to a double first, this lies exactly between two floats, and then goes to the wrong one. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void read_decimalBetweenTwoFloats_isRoundedOnce(boolean early) {
        String aboveTheMiddle = "[1.000000059604644775390625000000000000000000000000000001]";

        Tensor.Numeric tensor = early ? early(DataType.FP32, aboveTheMiddle) : numeric(DataType.FP32, aboveTheMiddle);

        assertThat(tensor.floats().get(0)).isEqualTo(Math.nextUp(1f));
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "-Infinity", "+1", "01", ".5", "0x10", "1_000"})
    void read_numbersThatAreNotJson_areRefused(String noJson) {
        for (DataType type : List.of(DataType.FP32, DataType.INT64)) {
            Refusal.of(() -> numeric(type, "[" + noJson + "]")).is(ErrorCode.INVALID_REQUEST);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"NaN\"", "\"Infinity\"", "\"1\"", "true", "null", "{}"})
    void read_anythingButANumber_isRefusedWhereOneIsExpected(String wrong) {
        for (DataType type : List.of(DataType.FP32, DataType.FP64)) {
            Refusal.of(() -> numeric(type, "[" + wrong + "]"))
                    .is(ErrorCode.TENSOR_MISMATCH)
                    .says("expected a number");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FP16", "BF16"})
    void read_halfPrecision_isRefusedSinceItHasNoJsonForm(DataType type) {
        Refusal.of(() -> numeric(type, "[1.0]")).is(ErrorCode.TENSOR_MISMATCH).says(type + " has no JSON form");
    }

    @Test
    void read_texts_areTheirUtf8() {
        List<byte[]> elements = texts("[\"\", \"caf\\u00e9\", \"漢\", \"\\ud83d\\udd25\", \"a\\u0000b\"]");

        assertThat(elements.stream().map(bytes -> new String(bytes, StandardCharsets.UTF_8)))
                .containsExactly("", "café", "漢", "🔥", "a\0b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "true", "null", "[\"a\"]", "{}"})
    void read_anythingButAString_isRefusedWhereATextIsExpected(String wrong) {
        Refusal.of(() -> texts("[\"a\", " + wrong + "]"))
                .is(ErrorCode.TENSOR_MISMATCH)
                .says("expected a string", "element 1");
    }

    /** Written as UTF-8 it would become a question mark: another text, with the answer of another text. */
    @ParameterizedTest
    @ValueSource(strings = {"\\ud83d", "\\udd25", "a\\ud83db"})
    void read_loneSurrogate_isRefusedAndNeverReplaced(String escaped) {
        Refusal.of(() -> texts("[\"" + escaped + "\"]"))
                .is(ErrorCode.TENSOR_MISMATCH)
                .names("t");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[[1, 2, 3], [4, 5, 6]]", "[1, 2, 3, 4, 5, 6]", " [ [1,2,3] , [4,5,6] ] "})
    void read_flatAndNested_areTheSameTensor(String json) {
        Tensor.Numeric tensor = numeric(DataType.INT32, Shape.of(2, 3), json);

        int[] ints = new int[6];
        tensor.ints().get(ints);
        assertThat(ints).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(tensor.shape()).isEqualTo(Shape.of(2, 3));
    }

    @Test
    void read_nestedToTheHighestRank_isTaken() {
        Shape shape = new Shape(Collections.nCopies(Shape.MAX_RANK, 1L));
        String json = "[".repeat(Shape.MAX_RANK) + "7" + "]".repeat(Shape.MAX_RANK);

        assertThat(numeric(DataType.INT8, shape, json).data().get(0)).isEqualTo((byte) 7);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[[1, 2], [3, 4, 5, 6]]",
                "[[1, 2, 3], [4, 5]]",
                "[[1, 2, 3]]",
                "[[1, 2, 3], [4, 5, 6], []]",
                "[[1, 2], [3, 4], [5, 6]]",
                "[[], [1, 2, 3]]",
                "[[[1, 2, 3], [4, 5, 6]]]",
                "[[[1], [2], [3]], [[4], [5], [6]]]",
                "[[1, 2, 3], 4, 5, 6]",
                "[1, 2, 3, [4, 5, 6]]",
                "[[1, 2, [3]], [4, 5, 6]]",
                "[1, 2, 3, 4, 5]",
                "[1, 2, 3, 4, 5, 6, 7]",
                "[[1, 2, 3], [4, 5, 6], [7, 8, 9]]",
                "[]",
                "[[]]",
                "7",
                "\"text\"",
                "{\"0\": 1}",
                "null"
            })
    void read_dataThatIsNotOfTheShape_isRefused(String json) {
        for (Reading reading : List.<Reading>of(
                (type, data) -> numeric(type, Shape.of(2, 3), data),
                (type, data) -> early(type, Shape.of(2, 3), data))) {
            Refusal.of(() -> reading.read(DataType.INT32, json))
                    .is(ErrorCode.TENSOR_MISMATCH)
                    .names("t")
                    .says("input `t`: data: expected");
        }
    }

    @Test
    void read_tooManyElements_stopsAtTheFirstTooMany() {
        String json = "[1, 2, " + "3, ".repeat(1_000) + "\"never looked at\"]";

        Refusal.of(() -> numeric(DataType.INT32, Shape.of(2), json)).says("got more", "element 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1, 2", "[[1, 2], [3", "[", "[1,,2]", "[1 2]", "[1, 2,]"})
    void read_brokenJson_isRefused(String json) {
        Refusal.of(() -> numeric(DataType.INT32, Shape.of(2, 2), json)).is(ErrorCode.INVALID_REQUEST);
    }

    @Test
    void read_whatWasWritten_isTheSameBits() {
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            Shape shape = randomShape(random);
            int count = Math.toIntExact(shape.elementCount());
            List<String> floats = new ArrayList<>();
            List<String> longs = new ArrayList<>();
            float[] expectedFloats = new float[count];
            long[] expectedLongs = new long[count];
            for (int i = 0; i < count; i++) {
                expectedFloats[i] = randomFloat(random);
                expectedLongs[i] = random.nextLong() >> random.nextInt(64);
                floats.add(String.valueOf(expectedFloats[i]));
                longs.add(String.valueOf(expectedLongs[i]));
            }

            float[] readFloats = new float[count];
            numeric(DataType.FP32, shape, render(shape, floats, random.nextBoolean()))
                    .floats()
                    .get(readFloats);
            long[] readLongs = new long[count];
            numeric(DataType.INT64, shape, render(shape, longs, random.nextBoolean()))
                    .longs()
                    .get(readLongs);

            assertThat(readFloats).containsExactly(expectedFloats);
            assertThat(readLongs).containsExactly(expectedLongs);
        }
    }

    private static Shape randomShape(Random random) {
        return Shape.of(random.longs(1 + random.nextInt(4), 1, 5).toArray());
    }

    private static float randomFloat(Random random) {
        float value;
        do {
            value = Float.intBitsToFloat(random.nextInt());
        } while (!Float.isFinite(value));
        return value;
    }

    private static String render(Shape shape, List<String> elements, boolean nested) {
        List<String> level = elements;
        for (int axis = shape.rank() - 1; axis >= (nested ? 0 : shape.rank()); axis--) {
            level = grouped(level, Math.toIntExact(shape.dimension(axis)));
        }
        return nested ? level.getFirst() : level.toString();
    }

    private static List<String> grouped(List<String> elements, int size) {
        List<String> groups = new ArrayList<>();
        for (int start = 0; start < elements.size(); start += size) {
            groups.add(elements.subList(start, start + size).toString());
        }
        return groups;
    }

    private interface Reading {
        Tensor read(DataType type, String json);
    }

    private static Tensor.Numeric numeric(DataType type, String json) {
        return numeric(type, Shape.of(json.split(",", -1).length), json);
    }

    private static Tensor.Numeric numeric(DataType type, Shape shape, String json) {
        return (Tensor.Numeric) read(type, shape, json, false);
    }

    /** The same, where data came before what it means, and was kept until then. */
    private static Tensor.Numeric early(DataType type, String json) {
        return early(type, Shape.of(json.split(",", -1).length), json);
    }

    private static Tensor.Numeric early(DataType type, Shape shape, String json) {
        return (Tensor.Numeric) read(type, shape, json, true);
    }

    private static List<byte[]> texts(String json) {
        return ((Tensor.Bytes) read(DataType.BYTES, Shape.of(json.split(",", -1).length), json, false)).elements();
    }

    private static Tensor read(DataType type, Shape shape, String json, boolean early) {
        try (JsonParser parser = Json.FACTORY.createParser(json.getBytes(StandardCharsets.UTF_8))) {
            parser.nextToken();
            return TensorDataReader.read(early ? kept(parser) : parser, "t", type, shape, shape.elementCount());
        } catch (IOException e) {
            throw JsonErrors.invalid(e);
        }
    }

    private static JsonParser kept(JsonParser parser) throws IOException {
        TokenBuffer buffer = new TokenBuffer(parser);
        buffer.copyCurrentStructure(parser);
        return buffer.asParserOnFirstToken();
    }

    private static List<BigInteger> integers(Tensor.Numeric tensor) {
        ByteBuffer data = tensor.data();
        List<BigInteger> integers = new ArrayList<>();
        while (data.hasRemaining()) {
            integers.add(
                    switch (tensor.type()) {
                        case INT8 -> BigInteger.valueOf(data.get());
                        case UINT8 -> BigInteger.valueOf(Byte.toUnsignedInt(data.get()));
                        case INT16 -> BigInteger.valueOf(data.getShort());
                        case UINT16 -> BigInteger.valueOf(Short.toUnsignedInt(data.getShort()));
                        case INT32 -> BigInteger.valueOf(data.getInt());
                        case UINT32 -> BigInteger.valueOf(Integer.toUnsignedLong(data.getInt()));
                        case INT64 -> BigInteger.valueOf(data.getLong());
                        case UINT64 -> new BigInteger(Long.toUnsignedString(data.getLong()));
                        default -> throw new IllegalArgumentException(tensor.type() + " is no integer");
                    });
        }
        return integers;
    }

    private static byte[] bytes(Tensor.Numeric tensor) {
        byte[] bytes = new byte[tensor.data().remaining()];
        tensor.data().get(bytes);
        return bytes;
    }
}
