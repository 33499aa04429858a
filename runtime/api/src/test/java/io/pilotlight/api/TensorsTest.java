package io.pilotlight.api;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class TensorsTest {

    private static final Tensor.Numeric NUMBER = new Tensor.Numeric(DataType.FP32, Shape.of(1), ByteBuffer.allocate(4));
    private static final Tensor.Bytes TEXT = new Tensor.Bytes(Shape.of(1), List.of(new byte[] {'a'}));

    private static SequencedMap<String, Tensor> textThenNumber() {
        SequencedMap<String, Tensor> map = new LinkedHashMap<>();
        map.put("text", TEXT);
        map.put("number", NUMBER);
        return map;
    }

    @Test
    void findsTensorsByName() {
        Tensors tensors = new Tensors(textThenNumber());
        assertThat(tensors.get("text")).isSameAs(TEXT);
        assertThat(tensors.numeric("number")).isSameAs(NUMBER);
    }

    @Test
    void keepsTheOrderInWhichTheyWereGiven() {
        SequencedMap<String, Tensor> many = new LinkedHashMap<>();
        for (int i = 20; i > 0; i--) {
            many.put("tensor" + i, NUMBER);
        }
        assertThat(new Tensors(many).byName().keySet()).containsExactlyElementsOf(many.keySet());
        assertThat(Tensors.of(many).byName().keySet()).containsExactlyElementsOf(many.keySet());
    }

    @Test
    void namesWhatThereIsWhereANameIsUnknown() {
        Tensors tensors = new Tensors(textThenNumber());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tensors.get("txt"))
                .withMessage("tensor `txt`: unknown; there are [text, number]");
        assertThatIllegalArgumentException().isThrownBy(() -> tensors.numeric("txt"));
    }

    @Test
    void refusesByteStringsAsNumbers() {
        Tensors tensors = Tensors.of(Map.of("text", TEXT));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tensors.numeric("text"))
                .withMessage("tensor `text`: expected numbers, got BYTES");
    }

    @Test
    void staysAsItWasWhenTheGivenMapChanges() {
        SequencedMap<String, Tensor> map = textThenNumber();
        Tensors tensors = new Tensors(map);
        map.clear();
        assertThat(tensors.byName()).containsOnlyKeys("text", "number");
        assertThatThrownBy(() -> tensors.byName().clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
