package io.pilotlight.tests.endtoend;

import io.pilotlight.tests.process.Answer;
import io.pilotlight.tests.process.Json;
import io.pilotlight.tests.process.Request;

import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;

/** Texts that are asked for, and what the cache says of the answers. */
final class CachedTexts {

    private CachedTexts() {}

    /** One that nobody has asked for. */
    static String text() {
        return "a text of its own, " + UUID.randomUUID();
    }

    static Request embed(String text) {
        return Request.post("/embed", "{\"text\": " + Json.write(text) + "}");
    }

    /** Of an answer that is one. */
    static String status(Answer answer) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return answer.header("Cache-Status").orElse("");
    }
}
