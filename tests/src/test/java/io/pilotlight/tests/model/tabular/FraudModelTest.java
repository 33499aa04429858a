package io.pilotlight.tests.model.tabular;

import io.pilotlight.api.DataType;
import io.pilotlight.api.Shape;
import io.pilotlight.api.TensorSpec;
import io.pilotlight.api.Tensors;
import io.pilotlight.engine.session.OnnxSession;
import io.pilotlight.engine.session.SessionSettings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

final class FraudModelTest {

    private static final SessionSettings SETTINGS = new SessionSettings(1, false, true);

    private static final FraudModel MODEL = FraudModel.trained();

    /** None of them was trained with. */
    private static final List<Transaction> HELD_OUT = Transactions.generate(FraudModel.TRAINING_SEED + 1, 10_000);

    @TempDir
    private Path directory = Path.of("");

    @Test
    void a_few_percent_of_transactions_are_fraud() {
        assertThat(HELD_OUT.stream().filter(Transaction::fraud).count()).isBetween(200L, 600L);
    }

    @Test
    void transactions_not_trained_with_are_ranked_better_than_by_any_feature() {
        double auc = RocAuc.of(HELD_OUT, transaction -> MODEL.perceptron().score(transaction.features()));

        double best = IntStream.range(0, FraudModel.FEATURES)
                .mapToDouble(FraudModelTest::aucOfFeature)
                .max()
                .orElseThrow();
        assertThat(auc).isGreaterThan(0.9).isGreaterThan(best + 0.1);
    }

    /** In whichever direction the feature ranks better. */
    private static double aucOfFeature(int feature) {
        double auc = RocAuc.of(HELD_OUT, transaction -> transaction.features()[feature]);
        return Math.max(auc, 1 - auc);
    }

    @Test
    void the_same_seed_gives_the_same_file() {
        assertThat(FraudModel.train(FraudModel.TRAINING_SEED).toBytes()).isEqualTo(MODEL.toBytes());
    }

    @Test
    void any_number_of_rows_is_taken_and_each_gets_a_probability() throws IOException {
        try (OnnxSession session = open()) {
            assertThat(session.signature().inputs())
                    .containsExactly(new TensorSpec(FraudModel.INPUT, DataType.FP32, Shape.of(Shape.VARIABLE, 32)));
            assertThat(session.signature().outputs())
                    .containsExactly(new TensorSpec(FraudModel.OUTPUT, DataType.FP32, Shape.of(Shape.VARIABLE, 1)));
        }
    }

    @Test
    void a_session_scores_as_the_perceptron_in_java_does() throws IOException {
        try (OnnxSession session = open()) {
            float[] scores = scores(session, HELD_OUT);

            for (int row = 0; row < scores.length; row++) {
                assertThat(scores[row])
                        .as("row %d", row)
                        .isCloseTo(MODEL.perceptron().score(HELD_OUT.get(row).features()), within(1e-5f));
            }
        }
    }

    @Test
    void a_row_scores_the_same_alone_and_among_others() throws IOException {
        List<Transaction> batch = HELD_OUT.subList(0, 64);
        try (OnnxSession session = open()) {
            float[] together = scores(session, batch);

            for (int row = 0; row < together.length; row++) {
                assertThat(scores(session, batch.subList(row, row + 1)))
                        .as("row %d", row)
                        .containsExactly(new float[] {together[row]}, within(1e-6f));
            }
        }
    }

    private OnnxSession open() throws IOException {
        return OnnxSession.open(MODEL.write(directory.resolve("fraud.onnx")), SETTINGS);
    }

    private static float[] scores(OnnxSession session, List<Transaction> transactions) {
        Tensors inputs = Tensors.of(Map.of(FraudModel.INPUT, Transaction.tensor(transactions)));
        return session.run(inputs).numeric(FraudModel.OUTPUT).floatArray();
    }
}
