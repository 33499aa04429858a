package io.pilotlight.api;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class ShapeTest {

    @Test
    void countsTheProductOfItsDimensions() {
        assertThat(Shape.of(2, 3, 4).elementCount()).isEqualTo(24);
        assertThat(Shape.of(7).elementCount()).isEqualTo(7);
    }

    @Test
    void countsOneElementInAScalar() {
        assertThat(Shape.of().rank()).isZero();
        assertThat(Shape.of().elementCount()).isEqualTo(1);
    }

    @Test
    void countsNothingWhereADimensionIsZero() {
        assertThat(Shape.of(0).elementCount()).isZero();
        assertThat(Shape.of(3, 0, 5).elementCount()).isZero();
    }

    @Test
    void countsNothingWhereverTheZeroStands() {
        assertThat(Shape.of(0, Long.MAX_VALUE, 2).elementCount()).isZero();
        assertThat(Shape.of(Long.MAX_VALUE, 2, 0).elementCount()).isZero();
    }

    @Test
    void countsUpToTheLargestLong() {
        assertThat(Shape.of(Long.MAX_VALUE).elementCount()).isEqualTo(Long.MAX_VALUE);
        assertThat(Shape.of(1L << 31, 1L << 31).elementCount()).isEqualTo(1L << 62);
    }

    @Test
    void refusesToCountBeyondTheLargestLong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Shape.of(1L << 32, 1L << 31).elementCount())
                .withMessage("shape [4294967296, 2147483648]: its element count overflows");
        // The product modulo 2^64 is 0: only a check before multiplying sees it.
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Shape.of(1L << 32, 1L << 32).elementCount());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Shape.of(Long.MAX_VALUE, 2).elementCount());
    }

    @Test
    void hasNoCountWhereADimensionIsVariable() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Shape.of(-1, 384).elementCount())
                .withMessage("shape [-1, 384] is variable: it has no element count");
    }

    @Test
    void hasNoCountWhereADimensionIsVariableAfterAZero() {
        assertThatIllegalArgumentException().isThrownBy(() -> Shape.of(0, -1).elementCount());
        assertThatIllegalArgumentException().isThrownBy(() -> Shape.of(-1, 0).elementCount());
    }

    @ParameterizedTest
    @ValueSource(longs = {-2, -384, Long.MIN_VALUE})
    void refusesNegativeDimensions(long negative) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Shape.of(1, negative))
                .withMessage("shape: expected dimensions of at least 0, got " + negative);
    }

    @Test
    void refusesMoreDimensionsThanAnyModelHas() {
        assertThat(new Shape(Collections.nCopies(Shape.MAX_RANK, 1L)).rank()).isEqualTo(16);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Shape(Collections.nCopies(17, 1L)))
                .withMessage("shape: expected at most 16 dimensions, got 17");
    }

    @Test
    void knowsWhetherADimensionIsVariable() {
        assertThat(Shape.of(2, 3).isVariable()).isFalse();
        assertThat(Shape.of().isVariable()).isFalse();
        assertThat(Shape.of(2, Shape.VARIABLE).isVariable()).isTrue();
    }

    @Test
    void acceptsAnyLengthWhereADimensionIsVariable() {
        Shape signature = Shape.of(-1, 384);
        assertThat(signature.accepts(Shape.of(1, 384))).isTrue();
        assertThat(signature.accepts(Shape.of(64, 384))).isTrue();
        assertThat(signature.accepts(Shape.of(0, 384))).isTrue();
    }

    @Test
    void acceptsNoOtherLengthWhereADimensionIsFixed() {
        assertThat(Shape.of(-1, 384).accepts(Shape.of(1, 383))).isFalse();
        assertThat(Shape.of(2).accepts(Shape.of(3))).isFalse();
        // Lengths beyond the cache of boxed numbers are compared as numbers too.
        assertThat(Shape.of(100_000).accepts(Shape.of(100_000))).isTrue();
    }

    @Test
    void acceptsNoOtherRank() {
        assertThat(Shape.of(-1).accepts(Shape.of())).isFalse();
        assertThat(Shape.of(-1).accepts(Shape.of(1, 1))).isFalse();
        assertThat(Shape.of(-1, -1).accepts(Shape.of(1))).isFalse();
        assertThat(Shape.of().accepts(Shape.of())).isTrue();
    }

    @Test
    void staysAsItWasWhenTheGivenListChanges() {
        List<Long> dimensions = new ArrayList<>(List.of(2L, 3L));
        Shape shape = new Shape(dimensions);
        dimensions.set(0, -5L);
        assertThat(shape).isEqualTo(Shape.of(2, 3));
        assertThatThrownBy(() -> shape.dimensions().set(0, -5L)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void isWrittenAsInTheProtocols() {
        assertThat(Shape.of(-1, 384)).hasToString("[-1, 384]");
        assertThat(Shape.of()).hasToString("[]");
        assertThat(Shape.of(-1, 384).toArray()).containsExactly(-1, 384);
        assertThat(Shape.of(-1, 384).dimension(1)).isEqualTo(384);
    }
}
