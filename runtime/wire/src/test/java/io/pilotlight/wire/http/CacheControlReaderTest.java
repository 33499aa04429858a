package io.pilotlight.wire.http;

import io.pilotlight.api.CacheControl;

import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

class CacheControlReaderTest {

    private static CacheControl read(String... values) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        for (String value : values) {
            headers.add("cache-control", value);
        }
        return CacheControlReader.read(headers);
    }

    @Test
    void directives_areReadInAnyCaseFromAnyNumberOfHeaders() {
        assertThat(read("No-Cache")).isEqualTo(new CacheControl(true, false, false, Optional.empty()));
        assertThat(read("no-store ,only-if-cached")).isEqualTo(new CacheControl(false, true, true, Optional.empty()));
        assertThat(read("max-age=60", "no-cache"))
                .isEqualTo(new CacheControl(true, false, false, Optional.of(Duration.ofMinutes(1))));
    }

    @Test
    void maxAge_isTheLeastOfSeveral() {
        assertThat(read("max-age=60, max-age=0, max-age=70").maxAge()).contains(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "max-age",
                "max-age=",
                "max-age=-1",
                "max-age=1e3",
                "max-age=99999999999",
                "nocache",
                "no-cache=x"
            })
    void whatIsUnknown_isIgnored(String value) {
        assertThat(read(value)).isEqualTo(CacheControl.NONE);
    }
}
