package io.pilotlight.router.forward;

import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HeadersTest {

    @Test
    void response_losesWhatIsOfOneConnectionOnly() {
        MultiMap from = MultiMap.caseInsensitiveMultiMap()
                .add("Content-Type", "text/plain")
                .add("Connection", "close")
                .add("Transfer-Encoding", "chunked")
                .add("X-More", "1")
                .add("x-more", "2");
        MultiMap to = MultiMap.caseInsensitiveMultiMap();

        Headers.back(from, to);

        assertThat(to.names()).containsExactlyInAnyOrder("Content-Type", "X-More");
        assertThat(to.getAll("X-More")).containsExactly("1", "2");
    }
}
