package io.pilotlight.wire.json;

import org.junit.jupiter.api.Test;

import java.nio.FloatBuffer;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;

class WrittenFloatsTest {

    private static final int FLOATS = 100;

    private final AtomicInteger written = new AtomicInteger();

    private static FloatBuffer floats(float first) {
        float[] floats = new float[FLOATS];
        floats[0] = first;
        return FloatBuffer.wrap(floats);
    }

    private String text(WrittenFloats texts, FloatBuffer values) {
        return texts.text(values, () -> "[" + values.get(values.position()) + " " + written.incrementAndGet() + "]")
                .getValue();
    }

    @Test
    void text_ofTheSameFloats_isWrittenOnce() {
        WrittenFloats texts = new WrittenFloats(1 << 20);

        assertThat(text(texts, floats(1))).isEqualTo("[1.0 1]");
        assertThat(text(texts, floats(1))).isEqualTo("[1.0 1]");
        assertThat(text(texts, FloatBuffer.allocate(FLOATS + 1).put(1, 1).position(1)))
                .isEqualTo("[1.0 1]");
    }

    @Test
    void text_ofFloatsThatDifferInOneBit_isTheirOwn() {
        WrittenFloats texts = new WrittenFloats(1 << 20);

        assertThat(text(texts, floats(0.0f))).isEqualTo("[0.0 1]");
        assertThat(text(texts, floats(-0.0f))).isEqualTo("[-0.0 2]");
        assertThat(text(texts, floats(Float.MIN_VALUE))).isEqualTo("[1.4E-45 3]");
    }

    @Test
    void text_thatFailed_isTriedAgain() {
        WrittenFloats texts = new WrittenFloats(1 << 20);
        try {
            texts.text(floats(1), () -> {
                throw new IllegalStateException("no digits");
            });
        } catch (IllegalStateException expected) {
            // as it had to
        }

        assertThat(text(texts, floats(1))).isEqualTo("[1.0 1]");
    }

    @Test
    void texts_takeNoMoreMemoryThanTheyMay_andTheLeastAskedForGoesFirst() {
        WrittenFloats texts = new WrittenFloats(10_000);
        text(texts, floats(1));
        for (int i = 2; i < 1_000; i++) {
            text(texts, floats(i));
            text(texts, floats(1));
        }

        assertThat(texts.bytes()).isBetween(5_000L, 10_000L);
        assertThat(text(texts, floats(1))).isEqualTo("[1.0 1]");
        assertThat(text(texts, floats(2))).isEqualTo("[2.0 1000]");
    }

    @Test
    void takes_neitherFewNorMany() {
        assertThat(WrittenFloats.takes(FloatBuffer.allocate(3))).isFalse();
        assertThat(WrittenFloats.takes(FloatBuffer.allocate(384))).isTrue();
        assertThat(WrittenFloats.takes(FloatBuffer.allocate(1_000_000))).isFalse();
    }
}
