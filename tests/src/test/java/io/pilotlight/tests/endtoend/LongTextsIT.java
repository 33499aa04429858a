package io.pilotlight.tests.endtoend;

import io.pilotlight.tests.process.Answer;
import io.pilotlight.tests.process.FunctionProcess;
import io.pilotlight.tests.process.SharedFunction;

import ai.onnxruntime.OrtException;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Texts over the model's limit of 256 tokens: refused or cut, as the caller chooses, and the same on every surface. */
@ExtendWith(SharedFunction.class)
class LongTextsIT {

    private static final String LONGEST = "word ".repeat(254); // and the two tokens that mark begin and end
    private static final String TOO_LONG = "word ".repeat(255);

    private final FunctionProcess function;

    LongTextsIT(FunctionProcess function) {
        this.function = function;
    }

    @ParameterizedTest
    @EnumSource
    void areEmbeddedWholeUpToTheLimit(Surface surface) throws OrtException, IOException {
        Answer answer = function.send(surface.request(LONGEST));

        try (ReferenceEmbedder reference = ReferenceEmbedder.open()) {
            assertThat(reference.tokens(LONGEST)).isEqualTo(256);
            assertThat(Cosine.of(surface.embeddings(answer).getFirst(), reference.embed(LONGEST)))
                    .isGreaterThanOrEqualTo(0.9999);
        }
    }

    @ParameterizedTest
    @EnumSource
    void areRefusedInTheSameWords(Surface surface) {
        Answer refusal = surface.refusal(function.send(surface.request(TOO_LONG)));

        assertThat(refusal.status()).isEqualTo(400);
        assertThat(surface.errorForm().messageIn(refusal))
                .isEqualTo(
                        "`" + surface.nameOfText(0) + "`: expected at most 256 tokens, got more in " + TOO_LONG.length()
                                + " characters; shorten it, or send \"truncate\": true to have only its beginning read");
    }

    @ParameterizedTest
    @EnumSource(names = {"EVENT_BATCH", "OPEN_INFERENCE", "BINARY_TENSORS", "OPENAI_NUMBERS", "OPENAI_BASE64"})
    void areRefusedAmongOthers(Surface surface) {
        Answer refusal = surface.refusal(function.send(surface.request(List.of("hello", TOO_LONG, "world"), false)));

        assertThat(refusal.status()).isEqualTo(400);
        assertThat(surface.errorForm().messageIn(refusal)).contains("256 tokens");
    }

    @ParameterizedTest
    @EnumSource
    void areReadUpToTheLimitWhereTheCallerWishesIt(Surface surface) {
        Answer answer = function.send(surface.request(List.of(TOO_LONG + " and more"), true));

        float[] beginning = Surface.TYPED
                .embeddings(function.send(Surface.TYPED.request(LONGEST)))
                .getFirst();
        assertThat(surface.embeddings(answer).getFirst()).containsExactly(beginning);
    }

    @ParameterizedTest
    @EnumSource
    void areRefusedUntokenizedWhenTheyAreEnormous(Surface surface) {
        String enormous = "word ".repeat(60_000); // 300 kB; 256 KiB are allowed

        Answer refusal = surface.refusal(function.send(surface.request(List.of(enormous), true)));

        assertThat(refusal.status()).isEqualTo(413);
        assertThat(surface.errorForm().messageIn(refusal))
                .isEqualTo("`" + surface.nameOfText(0) + "`: expected at most 262144 bytes of text, got 300000");
    }
}
