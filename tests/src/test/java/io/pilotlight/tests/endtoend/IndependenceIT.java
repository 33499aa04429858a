package io.pilotlight.tests.endtoend;

import io.pilotlight.tests.process.EmbedBuild;
import io.pilotlight.tests.process.FunctionProcess;
import io.pilotlight.tests.process.SharedFunction;

import ai.onnxruntime.OrtException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/** An answer never depends on its neighbours: in a request, in a batch of the model, or among callers. */
@ExtendWith(SharedFunction.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IndependenceIT {

    private static final double SAME = 0.99999;
    private static final int BATCH = 16;
    private static final int CALLERS = 16;
    private static final int QUESTIONS_PER_CALLER = 24;
    private static final List<Surface> SURFACES = List.of(Surface.values());

    private final FunctionProcess function;
    private final Map<String, float[]> alone = new HashMap<>(); // by text, once asked for

    IndependenceIT(FunctionProcess function) {
        this.function = function;
    }

    /** Why rows may share a run; and the manifest says so. */
    @Test
    void isAPropertyOfTheModelItself() throws OrtException, IOException {
        double lowest = 1;
        try (ReferenceEmbedder reference = ReferenceEmbedder.open()) {
            for (int from = 0; from + BATCH <= Texts.ALL.size(); from += BATCH) {
                List<String> texts = Texts.ALL.subList(from, from + BATCH);
                List<float[]> together = reference.embedTogether(texts);
                for (int i = 0; i < BATCH; i++) {
                    lowest = Math.min(lowest, Cosine.of(reference.embed(texts.get(i)), together.get(i)));
                }
            }
        }

        assertThat(lowest)
                .as("lowest cosine of a text alone and in a batch of 16")
                .isGreaterThanOrEqualTo(SAME);
        assertThat(EmbedBuild.variant().required("rowsIndependent").booleanValue())
                .as("rowsIndependent in function.json")
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"EVENT_BATCH", "OPEN_INFERENCE", "BINARY_TENSORS", "OPENAI_NUMBERS", "OPENAI_BASE64"})
    void givesATextTheSameVectorWhateverSharesItsRequest(Surface surface) {
        List<float[]> together = surface.embed(function, Texts.ALL);

        assertThat(together).hasSizeGreaterThan(BATCH);
        for (int i = 0; i < together.size(); i++) {
            String text = Texts.ALL.get(i);
            assertThat(Cosine.of(together.get(i), alone(text)))
                    .as("cosine of \"%s\" in company and alone", text)
                    .isGreaterThanOrEqualTo(SAME);
        }
    }

    private float[] alone(String text) {
        return alone.computeIfAbsent(text, unknown -> Surface.TYPED.embed(function, unknown));
    }

    @Test
    void givesEveryCallerItsOwnAnswersAmongManyCallers() throws InterruptedException, ExecutionException {
        Map<String, float[]> shortOnes = Texts.ALL.stream()
                .filter(text -> text.length() < 200)
                .collect(Collectors.toMap(text -> text, this::alone));
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            List<Future<Integer>> answered = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                Random random = new Random(caller);
                answered.add(callers.submit(() -> ask(random, shortOnes)));
            }
            for (Future<Integer> caller : answered) {
                assertThat(caller.get()).isGreaterThanOrEqualTo(QUESTIONS_PER_CALLER);
            }
        }
    }

    /** Asks on any surface, for one text or a few, and compares with the answers to each alone. */
    private int ask(Random random, Map<String, float[]> expected) {
        List<String> texts = new ArrayList<>(expected.keySet());
        int answered = 0;
        for (int question = 0; question < QUESTIONS_PER_CALLER; question++) {
            Surface surface = SURFACES.get(random.nextInt(SURFACES.size()));
            Collections.shuffle(texts, random);
            List<String> chosen = texts.subList(0, surface.takesManyTexts() ? 1 + random.nextInt(4) : 1);

            List<float[]> embeddings = surface.embed(function, chosen);

            for (int i = 0; i < chosen.size(); i++) {
                String text = chosen.get(i);
                assertThat(Cosine.of(embeddings.get(i), Objects.requireNonNull(expected.get(text))))
                        .as("cosine of \"%s\" from %s and alone", text, surface)
                        .isGreaterThanOrEqualTo(SAME);
                answered++;
            }
        }
        return answered;
    }
}
