package io.pilotlight.serving.item;

import io.pilotlight.api.DataType;
import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Shape;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.TensorSpec;
import io.pilotlight.api.Tensors;
import io.pilotlight.wire.Refusal;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ItemTypeTest {

    record Text(String text, @Nullable Boolean truncate) {}

    record Boxed(Boolean flag, Integer count, Long total, Float ratio, Double mean) {}

    @SuppressWarnings("ArrayRecordComponent") // compared by its parts
    record Everything(
            String text, boolean flag, int count, long total, float ratio, double mean, float[] vector, long[] ids) {}

    @SuppressWarnings("ArrayRecordComponent")
    record Embedding(@Length(3) float[] vector) {}

    record Dated(String text, BigDecimal amount) {}

    record Settings(
            @Nullable Long seed,
            @Nullable Double temperature,
            @Nullable Float scale,
            @Nullable Integer top) {}

    record Seeded(
            String text,
            @Nullable Long seed,
            @Nullable Double temperature,
            @Nullable Float scale,
            @Nullable Integer top) {}

    @SuppressWarnings("ArrayRecordComponent")
    record Weighted(String text, float @Nullable [] weights) {}

    record Adult(int age) {
        Adult {
            if (age < 18) {
                throw InferenceException.invalid("age", "`age`: expected at least 18, got " + age);
            }
        }
    }

    record Pair(String first, int second) {}

    @Test
    void of_record_mapsEachComponentToItsTensor() {
        assertThat(ItemType.of(Everything.class).tensors())
                .containsExactly(
                        new TensorSpec("text", DataType.BYTES, Shape.of(-1)),
                        new TensorSpec("flag", DataType.BOOL, Shape.of(-1)),
                        new TensorSpec("count", DataType.INT32, Shape.of(-1)),
                        new TensorSpec("total", DataType.INT64, Shape.of(-1)),
                        new TensorSpec("ratio", DataType.FP32, Shape.of(-1)),
                        new TensorSpec("mean", DataType.FP64, Shape.of(-1)),
                        new TensorSpec("vector", DataType.FP32, Shape.of(-1, -1)),
                        new TensorSpec("ids", DataType.INT64, Shape.of(-1, -1)));
        assertThat(ItemType.of(Everything.class).parameters()).isEmpty();
    }

    @Test
    void of_boxedComponents_haveTheSameTensorsAsPrimitives() {
        assertThat(ItemType.of(Boxed.class).tensors())
                .extracting(TensorSpec::type)
                .containsExactly(DataType.BOOL, DataType.INT32, DataType.INT64, DataType.FP32, DataType.FP64);
    }

    @Test
    void of_arrayOfKnownLength_hasItInTheShape() {
        assertThat(ItemType.of(Embedding.class).tensors())
                .containsExactly(new TensorSpec("vector", DataType.FP32, Shape.of(-1, 3)));
    }

    @Test
    void of_nullableComponent_isParameterAndNoTensor() {
        ItemType<Text> type = ItemType.of(Text.class);

        assertThat(type.tensors()).extracting(TensorSpec::name).containsExactly("text");
        assertThat(type.parameters()).extracting(TensorSpec::name).containsExactly("truncate");
        assertThat(type.parameters()).extracting(TensorSpec::type).containsExactly(DataType.BOOL);
    }

    @Test
    void of_componentThatNoTensorHolds_isRefusedByName() {
        assertThatThrownBy(() -> ItemType.of(Dated.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("amount");
    }

    @Test
    void functionType_signature_hasInputsAndOutputsInOrder() {
        FunctionType<Text, Embedding> function =
                new FunctionType<>("embed", ItemType.of(Text.class), ItemType.of(Embedding.class));

        assertThat(function.signature().inputs()).containsExactly(new TensorSpec("text", DataType.BYTES, Shape.of(-1)));
        assertThat(function.signature().outputs())
                .containsExactly(new TensorSpec("vector", DataType.FP32, Shape.of(-1, 3)));
    }

    @Test
    void items_ofTheirOwnTensors_areTheSameItems() {
        Random random = new Random(20_26);
        ItemType<Everything> type = ItemType.of(Everything.class);
        for (int round = 0; round < 200; round++) {
            List<Everything> items = randomItems(random);

            List<Everything> back = type.items(type.tensors(items), Map.of());

            assertThat(back).usingRecursiveComparison().isEqualTo(items);
        }
    }

    private static List<Everything> randomItems(Random random) {
        int floats = random.nextInt(5);
        int longs = random.nextInt(5);
        List<Everything> items = new ArrayList<>();
        for (int count = 1 + random.nextInt(6); count > 0; count--) {
            float[] vector = new float[floats];
            for (int i = 0; i < floats; i++) {
                vector[i] = random.nextFloat() - 0.5f;
            }
            items.add(new Everything(
                    random.ints(random.nextInt(8), 0, 0xD800)
                            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                            .append("é漢🔥")
                            .toString(),
                    random.nextBoolean(),
                    random.nextInt(),
                    random.nextLong(),
                    random.nextFloat(),
                    random.nextGaussian(),
                    vector,
                    random.longs(longs).toArray()));
        }
        return items;
    }

    @Test
    void tensors_ofItems_lieItemByItemInLittleEndian() {
        Tensors tensors = ItemType.of(Embedding.class)
                .tensors(List.of(new Embedding(new float[] {1, 2, 3}), new Embedding(new float[] {4, 5, 6})));

        Tensor.Numeric vector = tensors.numeric("vector");
        assertThat(vector.shape()).isEqualTo(Shape.of(2, 3));
        float[] floats = new float[6];
        vector.floats().get(floats);
        assertThat(floats).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void tensors_ofItemsWithArraysOfUnevenLength_areRefusedEvenWhereTheSumFits() {
        ItemType<Embedding> type = ItemType.of(Embedding.class);
        List<Embedding> uneven = List.of(
                new Embedding(new float[] {1, 2}), new Embedding(new float[] {3, 4, 5}), new Embedding(new float[] {6
                }));

        assertThatThrownBy(() -> type.tensors(uneven)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void tensors_ofItemWithMissingComponent_areRefusedByName() {
        ItemType<Text> type = ItemType.of(Text.class);

        assertThatThrownBy(() -> type.tensors(List.of(new Text("a", null))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("truncate");
    }

    @Test
    void items_withoutParameter_haveNoneAndWithItAllHaveIt() {
        ItemType<Text> type = ItemType.of(Text.class);

        assertThat(type.items(texts("a", "b"), Map.of())).containsExactly(new Text("a", null), new Text("b", null));
        assertThat(type.items(texts("a", "b"), Map.of("truncate", true, "unknown", 1)))
                .containsExactly(new Text("a", true), new Text("b", true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "true", ""})
    void items_parameterOfAnotherType_isRefusedByName(String value) {
        Refusal.of(() -> ItemType.of(Text.class).items(texts("a"), Map.of("truncate", value)))
                .is(ErrorCode.INVALID_REQUEST)
                .names("truncate")
                .says("expected BOOL", "got String");
    }

    @Test
    void items_longTextForBooleanParameter_isNotEchoedWhole() {
        Refusal.of(() -> ItemType.of(Text.class).items(texts("a"), Map.of("truncate", "x".repeat(100_000))))
                .names("truncate")
                .isShort();
    }

    /** JSON knows one kind of number; a small one arrives as an Integer and a fraction as a Double. */
    @Test
    void items_numberParameters_takeEveryNumberThatFits() {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("seed", 5);
        parameters.put("temperature", 0.5);
        parameters.put("scale", 0.25);
        parameters.put("top", 3);

        assertThat(ItemType.of(Seeded.class).items(texts("a"), parameters))
                .containsExactly(new Seeded("a", 5L, 0.5, 0.25f, 3));
    }

    @Test
    void items_integerForFractionalParameter_isTaken() {
        assertThat(ItemType.of(Seeded.class).items(texts("a"), Map.of("temperature", 1)))
                .containsExactly(new Seeded("a", null, 1.0, null, null));
    }

    @Test
    void items_longOverTheRangeOfAnIntParameter_isRefusedByName() {
        Refusal.of(() -> ItemType.of(Seeded.class).items(texts("a"), Map.of("top", 1L << 40)))
                .is(ErrorCode.INVALID_REQUEST)
                .names("top");
    }

    @Test
    void of_recordOfParametersOnly_isRefusedSinceNothingCountsItsItems() {
        assertThatThrownBy(() -> ItemType.of(Settings.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one component that is not @Nullable");
    }

    @Test
    void of_arrayThatMayBeAbsent_isRefusedByName() {
        assertThatThrownBy(() -> ItemType.of(Weighted.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("weights");
    }

    @Test
    void items_unevenCounts_areRefusedNamingTheTensorThatDiffers() {
        Tensors tensors = Tensors.of(Map.of("first", bytes("a", "b"), "second", ints(1, 2, 3)));

        Refusal.of(() -> ItemType.of(Pair.class).items(tensors, Map.of()))
                .is(ErrorCode.TENSOR_MISMATCH)
                .names("second")
                .says("expected 2 items", "got 3");
    }

    @Test
    void items_columnWithTrailingOne_isTheSameColumn() {
        Tensor column = new Tensor.Bytes(Shape.of(2, 1), List.of(utf8("a"), utf8("b")));

        assertThat(ItemType.of(Text.class).items(Tensors.of(Map.of("text", column)), Map.of()))
                .containsExactly(new Text("a", null), new Text("b", null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80", // a lone continuation byte
                "C080", // an overlong NUL
                "EDA080", // a surrogate
                "E282", // a truncated character
                "F5808080" // beyond Unicode
            })
    void items_textThatIsNoUtf8_isRefusedNamingTensorAndElement(String hex) {
        byte[] broken = HexFormat.of().parseHex(hex);
        Tensor tensor = new Tensor.Bytes(Shape.of(2), List.of(utf8("fine"), broken));

        Refusal.of(() -> ItemType.of(Text.class).items(Tensors.of(Map.of("text", tensor)), Map.of()))
                .is(ErrorCode.TENSOR_MISMATCH)
                .names("text")
                .says("UTF-8", "element 1");
    }

    @Test
    void items_refusedByTheirOwnConstructor_areRefusedWithItsWords() {
        Refusal.of(() -> ItemType.of(Adult.class).items(Tensors.of(Map.of("age", ints(17))), Map.of()))
                .is(ErrorCode.INVALID_REQUEST)
                .names("age")
                .says("expected at least 18, got 17");
    }

    @Test
    void requireComplete_missingText_isRefusedByName() {
        @SuppressWarnings("NullAway") // as a JSON reader leaves it
        Text incomplete = new Text(null, null);

        Refusal.of(() -> ItemType.of(Text.class).requireComplete(incomplete))
                .is(ErrorCode.INVALID_REQUEST)
                .names("text")
                .says("expected BYTES", "missing");
    }

    @Test
    void requireComplete_missingParameter_isComplete() {
        assertThatCode(() -> ItemType.of(Text.class).requireComplete(new Text("a", null)))
                .doesNotThrowAnyException();
    }

    @Test
    void forEachText_showsTextsOnly() {
        Map<String, String> seen = new HashMap<>();

        ItemType.of(Pair.class).forEachText(new Pair("a", 1), seen::put);

        assertThat(seen).containsExactly(Map.entry("first", "a"));
    }

    private static Tensors texts(String... texts) {
        return Tensors.of(Map.of("text", bytes(texts)));
    }

    private static Tensor bytes(String... texts) {
        return new Tensor.Bytes(
                Shape.of(texts.length),
                Arrays.stream(texts).map(ItemTypeTest::utf8).toList());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Tensor ints(int... values) {
        ByteBuffer data = ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        data.asIntBuffer().put(values);
        return new Tensor.Numeric(DataType.INT32, Shape.of(values.length), data);
    }
}
