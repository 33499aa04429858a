package io.pilotlight.tests.benchmark.plans;

import io.pilotlight.api.Shape;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.Tensors;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class PreparedInputsTest {

    private static PreparedInputs inputs(String... texts) {
        return new PreparedInputs(Stream.of(texts)
                .map(text -> Tensors.of(Map.of("text", Tensor.of(Shape.of(1), text))))
                .toList());
    }

    private static List<String> first(int count, PreparedInputs inputs) {
        return Stream.iterate(0L, index -> index + 1)
                .limit(count)
                .map(index -> inputs.at(index).texts("text").getFirst())
                .toList();
    }

    @Test
    void goesRound() {
        assertThat(first(5, inputs("a", "b"))).containsExactly("a", "b", "a", "b", "a");
        assertThat(inputs("a", "b").at(10_000_000_001L).texts("text")).containsExactly("b");
    }

    @Test
    void takesTurnsWithOthersAsFarAsBothGo() {
        assertThat(first(5, inputs("a", "b", "c").alternatingWith(inputs("x", "y"))))
                .containsExactly("a", "x", "b", "y", "a");
    }

    @Test
    void isNeverEmpty() {
        assertThatThrownBy(PreparedInputsTest::inputs).isInstanceOf(IllegalArgumentException.class);
    }
}
