package io.pilotlight.tests.endtoend;

import io.pilotlight.tests.process.Answer;
import io.pilotlight.tests.process.FunctionProcess;
import io.pilotlight.tests.process.Json;
import io.pilotlight.tests.process.Request;
import io.pilotlight.tests.process.SharedFunction;

import ai.onnxruntime.OrtException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Embeddings are those of the model's file run alone, whatever the text and whatever the surface. */
@ExtendWith(SharedFunction.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddingsIT {

    private final FunctionProcess function;
    private final Map<String, float[]> typed = new HashMap<>(); // by text, once asked for

    EmbeddingsIT(FunctionProcess function) {
        this.function = function;
    }

    @Test
    void equalThoseOfTheVendorsModelRunAlone() throws OrtException, IOException {
        assertThat(Texts.ALL).hasSizeGreaterThanOrEqualTo(40).doesNotHaveDuplicates();
        try (ReferenceEmbedder reference = ReferenceEmbedder.open()) {
            for (String text : Texts.ALL) {
                Answer answer = function.send(Surface.TYPED.request(text));

                assertThat(answer.status()).as("\"%s\": %s", text, answer).isEqualTo(200);
                assertThat(Cosine.of(Json.floats(answer.json().required("embedding")), reference.embed(text)))
                        .as("cosine for \"%s\"", text)
                        .isGreaterThanOrEqualTo(0.9999);
                assertThat(answer.json().required("tokens").intValue())
                        .as("tokens of \"%s\"", text)
                        .isEqualTo(reference.tokens(text));
            }
        }
    }

    private float[] typed(String text) {
        return typed.computeIfAbsent(text, unknown -> Surface.TYPED.embed(function, unknown));
    }

    @ParameterizedTest
    @EnumSource
    void areTheSameBitForBitOnEverySurface(Surface surface) {
        for (String text : Texts.ALL) {
            assertThat(surface.embed(function, text))
                    .as("embedding of \"%s\"", text)
                    .containsExactly(typed(text));
        }
    }

    /** Where a sender has tokenized them as the model's own tokenizer does. */
    @Test
    void areTheSameForTheTokensOfATextOverOpenAi() throws OrtException, IOException {
        try (ReferenceEmbedder reference = ReferenceEmbedder.open()) {
            List<long[]> tokens = Texts.ALL.stream().map(reference::ids).toList();
            Answer answer = function.send(
                    Request.post("/v1/embeddings", Json.write(Map.of("model", "embed", "input", tokens))));

            assertThat(answer.status()).as("%s", answer).isEqualTo(200);
            for (int i = 0; i < Texts.ALL.size(); i++) {
                assertThat(Json.floats(
                                answer.json().required("data").required(i).required("embedding")))
                        .as("embedding of the tokens of \"%s\"", Texts.ALL.get(i))
                        .containsExactly(typed(Texts.ALL.get(i)), within(1e-4f)); // they may share a run
            }
        }
    }
}
