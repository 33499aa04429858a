package io.pilotlight.engine.batch;

import io.pilotlight.api.DataType;
import io.pilotlight.api.Shape;
import io.pilotlight.api.Signature;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.TensorSpec;
import io.pilotlight.api.Tensors;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

final class BatchRuleTest {

    private static final Padding MASKED = new Padding(Map.of("ids", 0L, "mask", 0L), Set.of("states"));

    private final BatchRule plain = new BatchRule.Joined(Padding.NONE);
    private final BatchRule padded = new BatchRule.Joined(MASKED);

    private static Tensor tensor(DataType type, long... dimensions) {
        Shape shape = Shape.of(dimensions);
        return new Tensor.Numeric(type, shape, ByteBuffer.allocate((int) shape.elementCount() * type.byteSize()));
    }

    private static Tensors row(String name, long... dimensions) {
        return Tensors.of(Map.of(name, tensor(DataType.INT64, dimensions)));
    }

    private static Tensors tokens(long rows, long length) {
        return tokens(tensor(DataType.INT64, rows, length), tensor(DataType.INT64, rows, length));
    }

    private static Tensors tokens(Tensor ids, Tensor mask) {
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("ids", ids);
        tensors.put("mask", mask);
        return new Tensors(tensors);
    }

    private static boolean join(BatchRule rule, Tensors one, Tensors other) {
        return rule.shapeOf(one).joins(rule.shapeOf(other));
    }

    private static Signature signature(Shape input, Shape output) {
        return new Signature(
                List.of(new TensorSpec("in", DataType.FP32, input)),
                List.of(new TensorSpec("out", DataType.FP32, output)));
    }

    @Test
    void joinsAlongAVariableFirstDimension() {
        assertThat(BatchRule.of(signature(Shape.of(-1, 4), Shape.of(-1, -1)), true, MASKED))
                .isEqualTo(new BatchRule.Joined(MASKED));
    }

    @Test
    void joinsNothingWhereTheFirstDimensionIsNotVariable() {
        assertThat(BatchRule.of(signature(Shape.of(1, 4), Shape.of(-1, 4)), true, MASKED))
                .isSameAs(BatchRule.ALONE);
        assertThat(BatchRule.of(signature(Shape.of(-1, 4), Shape.of(1, 4)), true, MASKED))
                .isSameAs(BatchRule.ALONE);
        assertThat(BatchRule.of(signature(Shape.of(-1, 4), Shape.of()), true, MASKED))
                .isSameAs(BatchRule.ALONE);
    }

    @Test
    void joinsNothingWhereRowsDependOnTheirNeighbours() {
        assertThat(BatchRule.of(signature(Shape.of(-1, 4), Shape.of(-1, 4)), false, MASKED))
                .isSameAs(BatchRule.ALONE);
    }

    @Test
    void leavesEachAloneWhereTheRuleSaysSo() {
        Tensors row = row("in", 1, 4);
        assertThat(join(BatchRule.ALONE, row, row)).isFalse();
        assertThat(BatchRule.ALONE.padding()).isEqualTo(Padding.NONE);
        assertThat(BatchRule.ALONE.shapeOf(row).elements()).isEqualTo(4);
    }

    @Test
    void joinsRowsOfEqualTrailingShapes() {
        assertThat(join(plain, row("in", 1, 4, 3), row("in", 1, 4, 3))).isTrue();
        assertThat(join(plain, row("in", 1, 4, 3), row("in", 1, 3, 4))).isFalse();
        assertThat(join(plain, row("in", 1, 4), row("in", 1, 4, 1))).isFalse();
        assertThat(join(plain, row("in", 1), row("in", 1))).isTrue();
    }

    @Test
    void joinsSeveralRowsAtATime() {
        assertThat(join(plain, row("in", 3, 4), row("in", 1, 4))).isTrue();
        RowShape three = plain.shapeOf(row("in", 3, 4));
        assertThat(three.rows()).isEqualTo(3);
        assertThat(three.elements()).isEqualTo(4);
        assertThat(three.length()).isEqualTo(1);
    }

    @Test
    void joinsRowsOfAnyLengthWhereTheyArePadded() {
        assertThat(join(padded, tokens(1, 7), tokens(2, 90))).isTrue();
        assertThat(join(plain, tokens(1, 7), tokens(1, 90))).isFalse();
        RowShape shape = padded.shapeOf(tokens(2, 90));
        assertThat(shape.rows()).isEqualTo(2);
        assertThat(shape.length()).isEqualTo(90);
        assertThat(shape.elements()).isEqualTo(180);
        assertThat(shape.elements(100)).isEqualTo(200);
    }

    @Test
    void stretchesOnlyTheSecondDimension() {
        Tensor mask = tensor(DataType.INT64, 1, 5);
        assertThat(join(
                        padded,
                        tokens(tensor(DataType.FP32, 1, 5, 8), mask),
                        tokens(tensor(DataType.FP32, 1, 5, 8), mask)))
                .isTrue();
        assertThat(join(
                        padded,
                        tokens(tensor(DataType.FP32, 1, 5, 8), mask),
                        tokens(tensor(DataType.FP32, 1, 5, 9), mask)))
                .isFalse();
    }

    @Test
    void leavesAloneWhatDoesNotAgreeOnItsRowsOrItsLength() {
        Tensors rows = tokens(tensor(DataType.INT64, 1, 5), tensor(DataType.INT64, 2, 5));
        Tensors lengths = tokens(tensor(DataType.INT64, 1, 5), tensor(DataType.INT64, 1, 6));
        assertThat(join(padded, rows, rows)).isFalse();
        assertThat(join(padded, lengths, lengths)).isFalse();
    }

    @Test
    void leavesAloneWhatHasNoRows() {
        assertThat(join(plain, row("in"), row("in"))).as("scalars").isFalse();
        assertThat(join(plain, row("in", 0, 4), row("in", 0, 4))).isFalse();
        assertThat(join(plain, Tensors.of(Map.of()), Tensors.of(Map.of()))).isFalse();
        assertThat(plain.shapeOf(Tensors.of(Map.of())).elements()).isEqualTo(1);
    }

    /** Or else the numbers of one who is mistaken would be read as something else, and answered. */
    @Test
    void doesNotJoinTensorsOfDifferentTypes() {
        Tensors integers = Tensors.of(Map.of("in", tensor(DataType.INT32, 1, 4)));
        Tensors floats = Tensors.of(Map.of("in", tensor(DataType.FP32, 1, 4)));
        assertThat(join(plain, integers, floats)).isFalse();
    }

    @Test
    void doesNotJoinTensorsOfDifferentNames() {
        assertThat(join(plain, row("in", 1, 4), row("inn", 1, 4))).isFalse();
    }
}
