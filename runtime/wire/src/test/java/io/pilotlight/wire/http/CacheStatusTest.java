package io.pilotlight.wire.http;

import io.pilotlight.api.CacheUse;

import org.junit.jupiter.api.Test;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

class CacheStatusTest {

    private static String of(int known, int computed, int collapsed, int stored, boolean requested) {
        return CacheStatus.of(new CacheUse(
                known, computed, collapsed, stored, requested, Duration.ofSeconds(1), Duration.ofSeconds(59)));
    }

    @Test
    void status_saysWhatTheCacheDid() {
        assertThat(CacheStatus.of(CacheUse.BYPASSED)).isEqualTo("Pilotlight; fwd=bypass");
        assertThat(of(1, 0, 0, 0, false)).isEqualTo("Pilotlight; hit; ttl=59");
        assertThat(of(9, 0, 0, 0, false)).isEqualTo("Pilotlight; hit; ttl=59");
        assertThat(of(0, 1, 0, 1, false)).isEqualTo("Pilotlight; fwd=miss; stored; ttl=59");
        assertThat(of(0, 1, 0, 0, false)).isEqualTo("Pilotlight; fwd=miss");
        assertThat(of(0, 1, 0, 1, true)).isEqualTo("Pilotlight; fwd=request; stored; ttl=59");
        assertThat(of(0, 0, 1, 0, false)).isEqualTo("Pilotlight; fwd=miss; collapsed");
        assertThat(of(7, 2, 1, 2, false))
                .isEqualTo("Pilotlight; fwd=miss; stored; ttl=59; detail=\"known=7 computed=2 collapsed=1\"");
    }
}
