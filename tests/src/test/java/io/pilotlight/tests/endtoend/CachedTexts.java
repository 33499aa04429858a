package io.pilotlight.tests.endtoend;

import io.pilotlight.tests.process.Answer;
import io.pilotlight.tests.process.Json;
import io.pilotlight.tests.process.Request;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Texts that are asked for, and what the cache says of the answers. */
final class CachedTexts {

    private static final int REPEATED = 20;

    private CachedTexts() {}

    /** One that nobody has asked for. */
    static String text() {
        return "a text of its own, " + UUID.randomUUID();
    }

    /** Some that are asked for again and again, and new ones that three ask for each. */
    static Supplier<String> someRepeated() {
        List<String> repeated =
                Stream.generate(CachedTexts::text).limit(REPEATED).toList();
        String fresh = text();
        AtomicInteger questions = new AtomicInteger();
        return () -> {
            int question = questions.getAndIncrement();
            return question % 2 == 0 ? repeated.get(question / 2 % REPEATED) : fresh + " " + question / 6;
        };
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
