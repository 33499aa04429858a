package io.pilotlight.cache;

import io.pilotlight.api.Shape;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.Tensors;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Random;
import java.util.SequencedMap;

import static org.assertj.core.api.Assertions.assertThat;

final class StoredValueTest {

    private static final ItemKey KEY = new ItemKey(1, 2, 3, 4);
    private static final Instant NOW = Instant.ofEpochMilli(1_700_000_000_123L);

    private static StoredValue value() {
        SequencedMap<String, Tensor> outputs = new LinkedHashMap<>();
        outputs.put("embedding", Tensor.of(Shape.of(1, 3), 1.5f, -0f, Float.NaN));
        outputs.put("größe", Tensor.of(Shape.of(1), 7));
        outputs.put("texts", Tensor.of(Shape.of(2, 1), "é", ""));
        outputs.put("none", Tensor.of(Shape.of(0), new long[0]));
        return new StoredValue(new Tensors(outputs), NOW);
    }

    @Test
    void isReadAsItWasWritten() {
        StoredValue read = StoredValue.read(value().bytes(KEY), KEY).orElseThrow();

        assertThat(read.computedAt()).isEqualTo(NOW);
        assertThat(read.outputs().byName().keySet()).containsExactly("embedding", "größe", "texts", "none");
        assertThat(read.outputs().numeric("embedding").data())
                .isEqualTo(value().outputs().numeric("embedding").data());
        assertThat(read.outputs().get("embedding").shape()).isEqualTo(Shape.of(1, 3));
        assertThat(read.outputs().numeric("größe").ints().get(0)).isEqualTo(7);
        assertThat(read.outputs().texts("texts")).containsExactly("é", "");
        assertThat(read.outputs().get("none").shape()).isEqualTo(Shape.of(0));
    }

    @Test
    void isNoAnswerToAnotherQuestion() {
        assertThat(StoredValue.read(value().bytes(KEY), new ItemKey(1, 2, 3, 5)))
                .isEmpty();
    }

    @Test
    void isNoAnswerWithAnyBitChanged() {
        byte[] bytes = value().bytes(KEY);
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] damaged = bytes.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(StoredValue.read(damaged, KEY)).as("bit %d", bit).isEmpty();
        }
    }

    @Test
    void isNoAnswerWhereSomethingIsMissingOrTooMuch() {
        byte[] bytes = value().bytes(KEY);
        for (int length = 0; length < bytes.length; length++) {
            assertThat(StoredValue.read(Arrays.copyOf(bytes, length), KEY)).isEmpty();
        }
        assertThat(StoredValue.read(Arrays.copyOf(bytes, bytes.length + 1), KEY))
                .isEmpty();
    }

    @Test
    void readsNothingInNoise() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            assertThat(StoredValue.read(noise, KEY)).isEmpty();
        }
    }
}
