package io.pilotlight.tests.benchmark.bare;

import io.pilotlight.tests.benchmark.embed.Embedding;
import io.pilotlight.tests.benchmark.process.Question;
import io.pilotlight.tests.benchmark.text.Workload;

import java.time.Duration;

/** What {@link BareOnnxRuntime} can be asked. */
sealed interface BareQuestion {

    /**
     * How many texts an arrangement embeds in this time, after a warm-up.
     *
     * @param tokenizing whether a text is tokenized as part of its call, as the server must, or beforehand
     */
    record Measure(Arrangement arrangement, Workload workload, boolean tokenizing, Duration warmUp, Duration duration)
            implements BareQuestion, Question<BareReport> {
        @Override
        public Class<BareReport> answerType() {
            return BareReport.class;
        }
    }

    /** The right answer to a text. */
    record Embed(String text) implements BareQuestion, Question<Embedding> {
        @Override
        public Class<Embedding> answerType() {
            return Embedding.class;
        }
    }

    /** ONNX Runtime's version. */
    record Version() implements BareQuestion, Question<String> {
        @Override
        public Class<String> answerType() {
            return String.class;
        }
    }
}
