package io.pilotlight.tests.benchmark.bare;

import io.pilotlight.tests.benchmark.embed.Embedding;
import io.pilotlight.tests.benchmark.embed.ModelFiles;
import io.pilotlight.tests.benchmark.process.Answers;
import io.pilotlight.tests.benchmark.text.Texts;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The limit to compare the server with: a program of plain tokenizer and ONNX Runtime calls in a loop, in whatever
 * arrangement of threads it is asked for. It has no queue, no protocol and nothing of Pilotlight's engine. The sessions
 * that it measures live for one measurement only, so that none of their threads spins while the server has its turn.
 */
final class BareOnnxRuntime implements Answers<BareQuestion> {
    /** Texts that one measurement goes round; there is no cache here that could notice. */
    private static final int DISTINCT_TEXTS = 2048;

    private static final int MAX_TOKENS = 256;

    private final HuggingFaceTokenizer tokenizer;
    private final BareEmbedder reference;

    /**
     * Answers with this tokenizer.
     *
     * @param reference gives the right answer to a text; on one thread, so it costs nothing while it is not asked
     */
    private BareOnnxRuntime(HuggingFaceTokenizer tokenizer, BareEmbedder reference) {
        this.tokenizer = tokenizer;
        this.reference = reference;
    }

    public static void main(String[] arguments) throws Exception {
        try (HuggingFaceTokenizer tokenizer = loadTokenizer();
                BareSessions sessions = BareSessions.open(Arrangement.ONE_THREAD)) {
            BareEmbedder reference = new BareEmbedder(sessions.ofLane(0), tokenizer, 1, MAX_TOKENS);
            Answers.serve(BareQuestion.class, new BareOnnxRuntime(tokenizer, reference));
        }
    }

    private static HuggingFaceTokenizer loadTokenizer() throws IOException {
        return HuggingFaceTokenizer.builder()
                .optTokenizerPath(ModelFiles.TOKENIZER)
                .optPadding(false)
                .optTruncation(true)
                .optMaxLength(MAX_TOKENS)
                .build();
    }

    @Override
    public Serializable answer(BareQuestion question) throws Exception {
        return switch (question) {
            case BareQuestion.Measure measure -> measure(measure);
            case BareQuestion.Embed embed -> embed(embed.text());
            case BareQuestion.Version _ -> OrtEnvironment.getEnvironment().getVersion();
        };
    }

    private Embedding embed(String text) throws OrtException {
        return Embedding.of(reference.run(List.of(reference.tokenize(text)))[0]);
    }

    private BareReport measure(BareQuestion.Measure measure) throws Exception {
        try (BareSessions sessions = BareSessions.open(measure.arrangement());
                ExecutorService threads =
                        Executors.newFixedThreadPool(measure.arrangement().lanes())) {
            List<BareReport> reports = new ArrayList<>();
            for (Future<BareReport> lane : threads.invokeAll(lanes(sessions, measure))) {
                reports.add(lane.get());
            }
            return BareReport.ofLanes(reports);
        }
    }

    private List<Callable<BareReport>> lanes(BareSessions sessions, BareQuestion.Measure measure) {
        List<String> texts = new Texts(measure.workload()).range(0, DISTINCT_TEXTS);
        Arrangement arrangement = measure.arrangement();
        List<Callable<BareReport>> lanes = new ArrayList<>();
        for (int lane = 0; lane < arrangement.lanes(); lane++) {
            BareEmbedder embedder = new BareEmbedder(sessions.ofLane(lane), tokenizer, arrangement.batch(), MAX_TOKENS);
            int firstText = lane * DISTINCT_TEXTS / arrangement.lanes();
            lanes.add(new BareLane(embedder, texts, firstText, measure));
        }
        return lanes;
    }
}
