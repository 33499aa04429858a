package io.pilotlight.router.forward;

import io.pilotlight.router.response.WholeResponse;
import io.pilotlight.wire.http.Durations;
import io.pilotlight.wire.http.Passage;

import io.vertx.core.http.HttpServerResponse;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Writes a response that is there as a whole. */
final class WholeAnswer {

    private WholeAnswer() {}

    /**
     * One that nobody was asked for.
     *
     * @param note what the cache did
     * @param age of a kept one
     */
    static void write(Passage passage, WholeResponse response, String note, Optional<Duration> age) {
        passage.answering(response.status());
        HttpServerResponse out = passage.response();
        out.setStatusCode(response.status());
        fields(response.headers(), out.headers()::add);
        out.headers().add("Cache-Status", note);
        age.ifPresent(it -> out.headers().set("Age", String.valueOf(it.toSeconds())));
        out.headers()
                .set(
                        "Server-Timing",
                        "router;dur=" + Durations.millis(Duration.ofNanos(System.nanoTime() - passage.startNanos())));
        fields(response.trailers(), out::putTrailer);
        passage.written(out.end(response.body()));
    }

    private static void fields(List<String> fields, BiConsumer<String, String> to) {
        for (int i = 0; i + 1 < fields.size(); i += 2) {
            to.accept(fields.get(i), fields.get(i + 1));
        }
    }
}
