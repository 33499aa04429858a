package io.pilotlight.tests.benchmark.plans;

import io.pilotlight.api.Tensors;
import io.pilotlight.engine.session.SessionSettings;
import io.pilotlight.engine.tokenizer.TokenizedText;
import io.pilotlight.engine.tokenizer.Tokenizer;
import io.pilotlight.tests.benchmark.embed.ModelFiles;
import io.pilotlight.tests.benchmark.text.Texts;
import io.pilotlight.tests.benchmark.text.Workload;
import io.pilotlight.tests.model.tabular.FraudModel;
import io.pilotlight.tests.model.tabular.Transaction;
import io.pilotlight.tests.model.tabular.Transactions;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What is measured: a transformer, whose rows depend on their neighbours since it is quantized as it runs, and a small
 * perceptron, whose rows do not.
 *
 * @param shortTexts about 16 tokens each
 * @param longTexts about 128 tokens each
 * @param mixedTexts one of each in turns
 * @param tabular transactions of 32 features
 */
record Subjects(Subject shortTexts, Subject longTexts, Subject mixedTexts, Subject tabular) {
    private static final Path FRAUD_MODEL = Path.of("tests", "target", "fraud.onnx");
    private static final int DISTINCT_INPUTS = 2048;
    private static final int MAX_TOKENS = 256;

    /** Tokenizes the texts and trains the perceptron. */
    static Subjects prepare() throws IOException {
        try (Tokenizer tokenizer = Tokenizer.load(ModelFiles.TOKENIZER, MAX_TOKENS)) {
            PreparedInputs shortInputs = texts(tokenizer, Workload.SHORT);
            PreparedInputs longInputs = texts(tokenizer, Workload.LONG);
            return new Subjects(
                    ofTexts("short texts", shortInputs),
                    ofTexts("long texts", longInputs),
                    ofTexts("mixed texts", shortInputs.alternatingWith(longInputs)),
                    transactions(FraudModel.trained().write(FRAUD_MODEL)));
        }
    }

    List<Subject> all() {
        return List.of(shortTexts, longTexts, mixedTexts, tabular);
    }

    private static Subject ofTexts(String label, PreparedInputs inputs) {
        // Its graph was optimized when the function was built.
        SessionSettings narrow = new SessionSettings(1, false, false);
        return new Subject(label, ModelFiles.MODEL, narrow, true, inputs);
    }

    private static PreparedInputs texts(Tokenizer tokenizer, Workload workload) {
        return new PreparedInputs(new Texts(workload)
                .range(0, DISTINCT_INPUTS).stream()
                        .map(text -> tensors(tokenizer.encode("text", text, true)))
                        .toList());
    }

    private static Tensors tensors(TokenizedText tokens) {
        return Tensors.of(Map.of(
                "input_ids", tokens.idTensor(),
                "attention_mask", tokens.maskTensor(),
                "token_type_ids", tokens.typeIdTensor()));
    }

    private static Subject transactions(Path model) {
        SessionSettings narrow = new SessionSettings(1, false, true);
        List<Tensors> rows = Transactions.generate(FraudModel.TRAINING_SEED + 1, DISTINCT_INPUTS).stream()
                .map(transaction -> Tensors.of(Map.of(FraudModel.INPUT, Transaction.tensor(List.of(transaction)))))
                .toList();
        return new Subject("tabular", model, narrow, true, new PreparedInputs(rows));
    }
}
