package io.pilotlight.engine.tokenizer;

import io.pilotlight.api.InferenceException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Of a tokenizer that sets 2 before every text and 3 after it, as BERT's does 101 and 102. */
final class GivenTokensTest {

    private static final int VOCABULARY = 8;
    private static final int MAX_TOKENS = 6;

    private final GivenTokens given =
            GivenTokens.like(new long[] {2, 4, 3}, new long[] {1, 0, 1}, VOCABULARY, MAX_TOKENS);

    private static long[] ids(String ids) {
        return Stream.of(ids.split(" ")).mapToLong(Long::parseLong).toArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2 4 3", "2 0 3", "2 7 1 3", "2 3 3", "2 2 3", "2 4 5 6 7 3"})
    void takesWhatATokenizerGivesAsItIs(String ids) {
        TokenizedText text = given.take("ids", ids(ids), false);

        assertThat(text.ids()).containsExactly(ids(ids));
        assertThat(text.typeIds()).hasSize(text.length()).containsOnly(0);
    }

    @ParameterizedTest
    @CsvSource({
        "2 8 3, ids[1], 'a token id of this model''s tokenizer, 0 to 7, got 8'",
        "2 4 -1, ids[2], '0 to 7, got -1'",
        "50256, ids[0], '0 to 7, got 50256'",
        "4 5 6, ids[0], '2, with which this model''s tokenizer begins every text, got 4'",
        "3, ids[0], 'begins every text, got 3'",
        "2 4, ids[1], '3, with which this model''s tokenizer ends every text, got 4'",
        "2, ids[0], 'ends every text, got 2'",
        "2 4 3 0 0, ids[4], 'ends every text, got 0'",
        "2 3, ids, 'at least one word, got the tokens of a blank text'",
        "2 4 4 4 4 4 3, ids, 'at most 6 tokens, got more; shorten it, or send \"truncate\": true'",
        "2 4 4 4 4 4 4, ids, 'at most 6 tokens, got more'"
    })
    void refusesWhatItWouldNotGive(String ids, String element, String words) {
        assertThatExceptionOfType(InferenceException.class)
                .isThrownBy(() -> given.take("ids", ids(ids), false))
                .withMessageStartingWith("`" + element + "`: expected ")
                .withMessageContaining(words)
                .satisfies(refused -> assertThat(refused.parameter()).contains(element));
    }

    @Test
    void refusesNothingAtAll() {
        assertThatExceptionOfType(InferenceException.class)
                .isThrownBy(() -> given.take("ids", new long[0], false))
                .withMessage("`ids[0]`: expected 2, with which this model's tokenizer begins every text, got nothing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2 4 5 6 7 4 3", "2 4 5 6 7 4 5"})
    void cutsWhatIsTooLongAsItsTextWouldBe(String ids) {
        long[] sent = ids(ids);
        assertThat(given.take("ids", sent, true).ids()).containsExactly(2, 4, 5, 6, 7, 3);
        assertThat(sent).as("what the caller holds").containsExactly(ids(ids));
    }

    @Test
    void cutsNothingThatFits() {
        assertThat(given.take("ids", ids("2 4 5 6 7 3"), true).ids()).containsExactly(2, 4, 5, 6, 7, 3);
        assertThatExceptionOfType(InferenceException.class)
                .isThrownBy(() -> given.take("ids", ids("2 4 5 6 7 4"), true))
                .withMessageContaining("ends every text");
    }

    @Test
    void expectsNoFrameOfATokenizerThatSetsNone() {
        GivenTokens bare = GivenTokens.like(new long[] {4}, new long[] {0}, VOCABULARY, 2);
        assertThat(bare.take("ids", ids("4 5"), false).ids()).containsExactly(4, 5);
        assertThat(bare.take("ids", ids("4 5 6"), true).ids()).containsExactly(4, 5);
        assertThatExceptionOfType(InferenceException.class)
                .isThrownBy(() -> bare.take("ids", new long[0], false))
                .withMessageContaining("blank");
    }
}
