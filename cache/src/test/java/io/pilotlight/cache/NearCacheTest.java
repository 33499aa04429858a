package io.pilotlight.cache;

import io.pilotlight.api.Shape;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.Tensors;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

final class NearCacheTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private Instant now = Instant.EPOCH;

    private StoredValue value(int bytes) {
        return new StoredValue(Tensors.of(Map.of("x", Tensor.of(Shape.of(bytes), new boolean[bytes]))), now);
    }

    private static ItemKey key(long number) {
        return new ItemKey(number, 0, 0, 0);
    }

    @Test
    void forgetsWhatWasNotAskedForTheLongest() {
        long each = NearCache.weight(value(1_000));
        NearCache cache = new NearCache(2 * each, HOUR, () -> now);
        cache.put(key(1), value(1_000));
        cache.put(key(2), value(1_000));
        assertThat(cache.get(key(1))).isPresent();

        cache.put(key(3), value(1_000));

        assertThat(cache.get(key(2))).isEmpty();
        assertThat(cache.get(key(1))).isPresent();
        assertThat(cache.get(key(3))).isPresent();
    }

    @Test
    void forgetsWhatIsOld() {
        NearCache cache = new NearCache(1_000_000, HOUR, () -> now);
        cache.put(key(1), value(10));
        now = now.plus(HOUR).minusMillis(1);
        assertThat(cache.get(key(1))).isPresent();

        now = now.plusMillis(1);

        assertThat(cache.get(key(1))).isEmpty();
        assertThat(cache.bytes()).isZero();
    }

    @Test
    void keepsNothingThatIsLargerThanItself() {
        NearCache cache = new NearCache(1_000, HOUR, () -> now);

        assertThat(cache.put(key(1), value(1_000))).isFalse();
        assertThat(cache.get(key(1))).isEmpty();
    }

    @Test
    void staysWithinItsBounds() {
        NearCache cache = new NearCache(50_000, HOUR, () -> now);
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            cache.put(key(random.nextInt(100)), value(random.nextInt(5_000)));
            assertThat(cache.bytes()).isBetween(0L, 50_000L);
        }
        long held = 0;
        for (int i = 0; i < 100; i++) {
            held += cache.get(key(i)).map(NearCache::weight).orElse(0L);
        }
        assertThat(cache.bytes()).isEqualTo(held);
    }
}
