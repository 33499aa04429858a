package io.pilotlight.engine.tokenizer;

import io.pilotlight.api.DataType;
import io.pilotlight.api.Shape;
import io.pilotlight.api.Tensor;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class TokenizedTextTest {

    private static long[] longs(Tensor.Numeric tensor) {
        long[] values = new long[tensor.longs().remaining()];
        tensor.longs().get(values);
        return values;
    }

    @Test
    void givesOneRowOfIdsTypesAndMask() {
        TokenizedText text = new TokenizedText(new long[] {101, 1L << 40, 102}, new long[] {0, 1, 1});
        assertThat(text.length()).isEqualTo(3);
        assertThat(longs(text.idTensor())).containsExactly(101, 1L << 40, 102);
        assertThat(longs(text.typeIdTensor())).containsExactly(0, 1, 1);
        assertThat(longs(text.maskTensor())).containsExactly(1, 1, 1);
    }

    @Test
    void givesTensorsOfOneTypeAndShape() {
        TokenizedText text = new TokenizedText(new long[5], new long[5]);
        assertThat(new Tensor.Numeric[] {text.idTensor(), text.typeIdTensor(), text.maskTensor()})
                .allSatisfy(tensor -> {
                    assertThat(tensor.type()).isEqualTo(DataType.INT64);
                    assertThat(tensor.shape()).isEqualTo(Shape.of(1, 5));
                });
    }

    @Test
    void mayBeEmpty() {
        TokenizedText text = new TokenizedText(new long[0], new long[0]);
        assertThat(text.length()).isZero();
        assertThat(text.idTensor().shape()).isEqualTo(Shape.of(1, 0));
    }
}
