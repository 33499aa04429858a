package io.pilotlight.api;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

final class SignatureTest {

    private static final TensorSpec IDS = new TensorSpec("ids", DataType.INT64, Shape.of(-1, -1));
    private static final TensorSpec VECTOR = new TensorSpec("vector", DataType.FP32, Shape.of(-1, 384));

    @Test
    void findsInputsAndOutputsByNameAndKeepsThemApart() {
        Signature signature = new Signature(List.of(IDS), List.of(VECTOR));
        assertThat(signature.input("ids")).contains(IDS);
        assertThat(signature.input("vector")).isEmpty();
        assertThat(signature.output("vector")).contains(VECTOR);
        assertThat(signature.output("ids")).isEmpty();
    }

    @Test
    void writesTypeAndShapeAsInErrorMessages() {
        assertThat(IDS.typeAndShape()).isEqualTo("INT64 [-1, -1]");
    }

    @Test
    void refusesATensorWithoutAName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TensorSpec(" ", DataType.FP32, Shape.of()))
                .withMessage("tensor: expected a name, got a blank one");
    }
}
