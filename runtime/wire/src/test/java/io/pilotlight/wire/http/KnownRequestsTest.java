package io.pilotlight.wire.http;

import io.pilotlight.api.CacheUse;
import io.pilotlight.api.Call;
import io.pilotlight.api.Deadline;
import io.pilotlight.api.LatencyTier;

import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

final class KnownRequestsTest {

    private static final CacheUse HIT = new CacheUse(1, 0, 0, 0, false, Duration.ZERO, Duration.ofHours(1));
    private static final CacheUse MISS = new CacheUse(0, 1, 0, 1, false, Duration.ZERO, Duration.ofHours(1));

    private final KnownRequests known = new KnownRequests();

    private static Exchange exchange(String path, String body) {
        return new Exchange(
                path,
                Map.of(),
                MultiMap.caseInsensitiveMultiMap(),
                body.getBytes(StandardCharsets.UTF_8),
                new Call(LatencyTier.INTERACTIVE, new Deadline(0)));
    }

    private static Reply reply(int bytes, CacheUse use) {
        return Reply.json(new byte[bytes]).with(use);
    }

    @Test
    void knowsWhatWasAnsweredFromTheCache() {
        known.learn(exchange("/embed", "hello"), reply(10, HIT));

        assertThat(known.contains(exchange("/embed", "hello"))).isTrue();
        assertThat(known.contains(exchange("/embed", "hello world"))).isFalse();
        assertThat(known.contains(exchange("/", "hello"))).isFalse();
    }

    @Test
    void knowsNothingOfWhatHadToBeComputed() {
        known.learn(exchange("/embed", "hello"), reply(10, MISS));
        known.learn(exchange("/embed", "hello"), Reply.json(new byte[10]));

        assertThat(known.contains(exchange("/embed", "hello"))).isFalse();
    }

    @Test
    void leavesLargeOnesToOtherThreads() {
        String large = "x".repeat(9_000);
        known.learn(exchange("/embed", large), reply(10, HIT));
        known.learn(exchange("/embed", "hello"), reply(33_000, HIT));

        assertThat(known.contains(exchange("/embed", large))).isFalse();
        assertThat(known.contains(exchange("/embed", "hello"))).isFalse();
    }
}
