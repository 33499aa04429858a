package io.pilotlight.router.response;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WholeResponseTest {

    @Test
    void tensors_holdAllOfIt() {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .add("Content-Type", "application/json")
                .add("X-Twice", "ä")
                .add("X-Twice", "");
        MultiMap trailers = MultiMap.caseInsensitiveMultiMap().add("grpc-status", "0");
        WholeResponse response = WholeResponse.of(200, headers, trailers, Buffer.buffer(new byte[] {0, -1, 7}));

        assertThat(WholeResponse.of(response.tensors())).isEqualTo(response);
        assertThat(response.headers())
                .containsExactly("Content-Type", "application/json", "X-Twice", "ä", "X-Twice", "");
    }

    @Test
    void whatIsMadeAnewForEachCaller_isNotKept() {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .add("date", "now")
                .add("Age", "5")
                .add("Server-Timing", "infer;dur=1")
                .add("Cache-Status", "x; hit")
                .add("content-length", "3")
                .add("Pilotlight-Answer-Digest", "sha256:0");
        WholeResponse response = WholeResponse.of(200, headers, MultiMap.caseInsensitiveMultiMap(), Buffer.buffer());

        assertThat(response.headers()).containsExactly("Pilotlight-Answer-Digest", "sha256:0");
    }
}
