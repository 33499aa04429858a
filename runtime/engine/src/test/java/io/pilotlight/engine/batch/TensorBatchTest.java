package io.pilotlight.engine.batch;

import io.pilotlight.api.DataType;
import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Shape;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.Tensors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

final class TensorBatchTest {

    private static final Padding PADDED = new Padding(Map.of("in", 7L), Set.of("in"));

    private static TensorBatch batch(Padding padding, Tensors... parts) {
        BatchRule rule = new BatchRule.Joined(padding);
        return new TensorBatch(
                List.of(parts), Stream.of(parts).map(rule::shapeOf).toList(), padding);
    }

    private static Tensors row(Tensor tensor) {
        return Tensors.of(Map.of("in", tensor));
    }

    /** A tensor of bytes that count, so that any two that are mixed up differ. */
    private static Tensor counting(DataType type, int from, Shape shape) {
        byte[] data = new byte[Math.toIntExact(shape.elementCount() * type.byteSize())];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) (from + i);
        }
        return new Tensor.Numeric(type, shape, ByteBuffer.wrap(data));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BYTES")
    void givesEachItsOwnBackWhateverTheType(DataType type) {
        Tensors one = row(counting(type, 0, Shape.of(1, 3)));
        Tensors two = row(counting(type, 90, Shape.of(2, 3)));
        TensorBatch batch = batch(Padding.NONE, one, two);
        assertThat(batch.joined().get("in").shape()).isEqualTo(Shape.of(3, 3));
        assertThat(batch.joined().get("in").type()).isEqualTo(type);
        assertThat(batch.split(batch.joined())).containsExactly(one, two);
    }

    @Test
    void givesEachItsOwnTextsBack() {
        Tensors one = row(Tensor.of(Shape.of(1, 2), "a", "bc"));
        Tensors two = row(Tensor.of(Shape.of(2, 2), "", "d", "ö", "f"));
        TensorBatch batch = batch(Padding.NONE, one, two);
        assertThat(batch.joined().get("in").shape()).isEqualTo(Shape.of(3, 2));
        assertThat(batch.joined().texts("in")).containsExactly("a", "bc", "", "d", "ö", "f");
        List<Tensors> split = batch.split(batch.joined());
        assertThat(split.get(0).texts("in")).containsExactly("a", "bc");
        assertThat(split.get(0).get("in").shape()).isEqualTo(Shape.of(1, 2));
        assertThat(split.get(1).texts("in")).containsExactly("", "d", "ö", "f");
    }

    @Test
    void joinsByNameWhateverTheOrder() {
        Tensor first = Tensor.of(Shape.of(1), 1L);
        Tensor second = Tensor.of(Shape.of(1), 2L);
        TensorBatch batch = batch(
                Padding.NONE, Tensors.of(Map.of("a", first, "b", second)), Tensors.of(Map.of("b", second, "a", first)));
        assertThat(batch.joined().numeric("a").longArray()).containsExactly(1, 1);
        assertThat(batch.joined().numeric("b").longArray()).containsExactly(2, 2);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"BYTES", "FP16", "BF16"})
    void stretchesTheSecondDimensionAndCutsItAgain(DataType type) {
        Tensors brief = row(counting(type, 0, Shape.of(2, 1, 2)));
        Tensors lengthy = row(counting(type, 90, Shape.of(1, 3, 2)));
        TensorBatch batch = batch(PADDED, brief, lengthy);
        assertThat(batch.joined().get("in").shape()).isEqualTo(Shape.of(3, 3, 2));
        assertThat(batch.split(batch.joined())).containsExactly(brief, lengthy);
    }

    @Test
    void fillsTheStretchWithWhatThePaddingSays() {
        TensorBatch integers =
                batch(PADDED, row(Tensor.of(Shape.of(1, 1), 1L)), row(Tensor.of(Shape.of(1, 3), 2L, 3L, 4L)));
        assertThat(integers.joined().numeric("in").longArray()).containsExactly(1, 7, 7, 2, 3, 4);
        TensorBatch floats = batch(PADDED, row(Tensor.of(Shape.of(1, 2), 2f, 3f)), row(Tensor.of(Shape.of(1, 1), 1f)));
        assertThat(floats.joined().numeric("in").floatArray()).containsExactly(2, 3, 1, 7);
        TensorBatch halves = batch(
                PADDED,
                row(counting(DataType.FP16, 0, Shape.of(1, 1))),
                row(counting(DataType.FP16, 0, Shape.of(1, 2))));
        assertThatIllegalArgumentException()
                .isThrownBy(halves::joined)
                .withMessage("padding: expected integers, BOOL, FP32 or FP64, got FP16");
    }

    @Test
    void cutsOnlyTheOutputsThatThePaddingNames() {
        TensorBatch batch =
                batch(PADDED, row(Tensor.of(Shape.of(1, 1), 1L)), row(Tensor.of(Shape.of(1, 3), 2L, 3L, 4L)));
        Tensors outputs = Tensors.of(Map.of(
                "in", Tensor.of(Shape.of(2, 3), 1L, 2L, 3L, 4L, 5L, 6L),
                "pooled", Tensor.of(Shape.of(2, 3), 1f, 2f, 3f, 4f, 5f, 6f)));
        Tensors brief = batch.split(outputs).getFirst();
        assertThat(brief.numeric("in").longArray()).containsExactly(1);
        assertThat(brief.numeric("pooled").floatArray()).containsExactly(1, 2, 3);
    }

    @Test
    void refusesAnOutputThatDoesNotCountRows() {
        Tensors row = row(Tensor.of(Shape.of(1), 1L));
        TensorBatch batch = batch(Padding.NONE, row, row);
        for (Tensor output : List.of(Tensor.of(Shape.of(3), 1L, 2L, 3L), Tensor.of(Shape.of(), 1L))) {
            assertThatExceptionOfType(InferenceException.class)
                    .isThrownBy(() -> batch.split(Tensors.of(Map.of("out", output))))
                    .withMessage(
                            "output `out`: expected a first dimension of 2, one for each row, got " + output.shape())
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL));
        }
    }

    @Test
    void splitsOutputsThatAreEmpty() {
        Tensors row = row(Tensor.of(Shape.of(1), 1L));
        Tensors empty = Tensors.of(Map.of("out", Tensor.of(Shape.of(2, 0), new float[0])));
        assertThat(batch(Padding.NONE, row, row).split(empty))
                .allSatisfy(part -> assertThat(part.get("out").shape()).isEqualTo(Shape.of(1, 0)));
    }

    /** Against nested lists, over shapes drawn at random; the seed is in the test's name. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void joinsAndSplitsAsNestedListsDo(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            boolean stretched = random.nextBoolean();
            Padding padding = stretched ? PADDED : Padding.NONE;
            int common = 1 + random.nextInt(5);
            int width = 1 + random.nextInt(3);
            List<List<List<List<Long>>>> parts = new ArrayList<>(); // (part, row, length, width)
            for (int part = 1 + random.nextInt(6); part > 0; part--) {
                parts.add(drawn(random, 1 + random.nextInt(3), stretched ? 1 + random.nextInt(6) : common, width));
            }
            Tensors[] tensors = parts.stream().map(TensorBatchTest::tensors).toArray(Tensors[]::new);
            TensorBatch batch = batch(padding, tensors);
            assertThat(batch.joined()).isEqualTo(tensors(naivelyJoined(parts)));
            assertThat(batch.split(batch.joined())).containsExactly(tensors);
        }
    }

    private static List<List<List<Long>>> drawn(Random random, int rows, int length, int width) {
        return Stream.generate(() -> Stream.generate(
                                () -> random.longs(width, 10, 1_000).boxed().toList())
                        .limit(length)
                        .toList())
                .limit(rows)
                .toList();
    }

    private static List<List<List<Long>>> naivelyJoined(List<List<List<List<Long>>>> parts) {
        int longest =
                parts.stream().mapToInt(part -> part.getFirst().size()).max().orElseThrow();
        int width = parts.getFirst().getFirst().getFirst().size();
        List<List<List<Long>>> joined = new ArrayList<>();
        for (List<List<List<Long>>> part : parts) {
            for (List<List<Long>> row : part) {
                List<List<Long>> stretched = new ArrayList<>(row);
                while (stretched.size() < longest) {
                    stretched.add(
                            LongStream.generate(() -> 7).limit(width).boxed().toList());
                }
                joined.add(stretched);
            }
        }
        return joined;
    }

    private static Tensors tensors(List<List<List<Long>>> rows) {
        Shape shape = Shape.of(
                rows.size(), rows.getFirst().size(), rows.getFirst().getFirst().size());
        long[] elements = rows.stream()
                .flatMap(List::stream)
                .flatMap(List::stream)
                .mapToLong(Long::longValue)
                .toArray();
        return row(Tensor.of(shape, Arrays.copyOf(elements, elements.length)));
    }
}
