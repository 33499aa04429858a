package io.pilotlight.engine.tokenizer;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;
import io.pilotlight.engine.model.ModelLoadException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class TokenizerTest {

    private static final long UNKNOWN = 1;
    private static final long FIRST = 2;
    private static final long LAST = 3;
    private static final long LIGHT = 4;
    private static final long PILOT = 5;
    private static final long LIGHT_CONTINUED = 6;
    private static final long SMILE = 7;

    private static final String PADDING_TO_16 = """
            {"strategy": {"Fixed": 16}, "direction": "Right", "pad_to_multiple_of": null, "pad_id": 0,
             "pad_type_id": 0, "pad_token": "[PAD]"}""";

    private static final String TRUNCATION_TO_4 = """
            {"direction": "Right", "max_length": 4, "strategy": "LongestFirst", "stride": 0}""";

    @TempDir
    private Path directory = Path.of("");

    private Tokenizer tokenizer(int maxTokens) throws IOException {
        return tokenizer(maxTokens, "null", "null");
    }

    private Tokenizer tokenizer(int maxTokens, String truncation, String padding) throws IOException {
        Path file = directory.resolve("tokenizer.json");
        Files.writeString(file, file(truncation, padding));
        return Tokenizer.load(file, maxTokens);
    }

    /** A WordPiece tokenizer of four words, as BERT's is of thirty thousand. */
    private static String file(String truncation, String padding) {
        return """
            {
              "version": "1.0",
              "truncation": %s,
              "padding": %s,
              "added_tokens": [
                {"id": 0, "content": "[PAD]", "single_word": false, "lstrip": false, "rstrip": false,
                 "normalized": false, "special": true},
                {"id": 1, "content": "[UNK]", "single_word": false, "lstrip": false, "rstrip": false,
                 "normalized": false, "special": true},
                {"id": 2, "content": "[CLS]", "single_word": false, "lstrip": false, "rstrip": false,
                 "normalized": false, "special": true},
                {"id": 3, "content": "[SEP]", "single_word": false, "lstrip": false, "rstrip": false,
                 "normalized": false, "special": true}
              ],
              "normalizer": {"type": "Lowercase"},
              "pre_tokenizer": {"type": "WhitespaceSplit"},
              "post_processor": {
                "type": "TemplateProcessing",
                "single": [
                  {"SpecialToken": {"id": "[CLS]", "type_id": 0}},
                  {"Sequence": {"id": "A", "type_id": 0}},
                  {"SpecialToken": {"id": "[SEP]", "type_id": 0}}
                ],
                "pair": [
                  {"Sequence": {"id": "A", "type_id": 0}},
                  {"Sequence": {"id": "B", "type_id": 1}}
                ],
                "special_tokens": {
                  "[CLS]": {"id": "[CLS]", "ids": [2], "tokens": ["[CLS]"]},
                  "[SEP]": {"id": "[SEP]", "ids": [3], "tokens": ["[SEP]"]}
                }
              },
              "decoder": null,
              "model": {
                "type": "WordPiece",
                "unk_token": "[UNK]",
                "continuing_subword_prefix": "##",
                "max_input_chars_per_word": 100,
                "vocab": {"[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3, "light": 4, "pilot": 5, "##light": 6,
                          "\\uD83D\\uDE00": 7}
              }
            }
            """.formatted(truncation, padding);
    }

    private static String words(int count) {
        return "light ".repeat(count).strip();
    }

    @Test
    void splitsTextAsTheModelsFileSays() throws IOException {
        try (Tokenizer tokenizer = tokenizer(8)) {
            TokenizedText text = tokenizer.encode("input", "Pilotlight light dark", false);
            assertThat(text.ids()).containsExactly(FIRST, PILOT, LIGHT_CONTINUED, LIGHT, UNKNOWN, LAST);
            assertThat(text.typeIds()).containsExactly(0, 0, 0, 0, 0, 0);
        }
    }

    @Test
    void refusesATextThatHoldsNothing() throws IOException {
        try (Tokenizer tokenizer = tokenizer(8)) {
            for (String nothing : List.of("", " ", "\t\n")) {
                assertThatThrownBy(() -> tokenizer.encode("input", nothing, false))
                        .isInstanceOf(InferenceException.class)
                        .hasMessageContaining("`input`")
                        .hasMessageContaining("blank");
            }
        }
    }

    @Test
    void readsCharactersBeyondTheBasicPlane() throws IOException {
        try (Tokenizer tokenizer = tokenizer(8)) {
            assertThat(tokenizer.encode("input", "\uD83D\uDE00 light", false).ids())
                    .containsExactly(FIRST, SMILE, LIGHT, LAST);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void takesATextOfExactlyTheLimitWhole(boolean truncate) throws IOException {
        try (Tokenizer tokenizer = tokenizer(8)) {
            assertThat(tokenizer.encode("input", words(6), truncate).ids())
                    .containsExactly(FIRST, LIGHT, LIGHT, LIGHT, LIGHT, LIGHT, LIGHT, LAST);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 8, 500})
    void cutsALongerTextAtTheLimitWhereTheCallerWantsIt(int count) throws IOException {
        try (Tokenizer tokenizer = tokenizer(8)) {
            TokenizedText text = tokenizer.encode("input", "pilot " + words(count - 1), true);
            assertThat(text.ids()).containsExactly(FIRST, PILOT, LIGHT, LIGHT, LIGHT, LIGHT, LIGHT, LAST);
            assertThat(text.typeIds()).hasSize(8);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 8, 500})
    void refusesALongerTextOtherwise(int count) throws IOException {
        String longer = words(count);
        try (Tokenizer tokenizer = tokenizer(8)) {
            assertThatExceptionOfType(InferenceException.class)
                    .isThrownBy(() -> tokenizer.encode("input[3]", longer, false))
                    .withMessage("`input[3]`: expected at most 8 tokens, got more in " + longer.length()
                            + " characters; shorten it, or send \"truncate\": true to have only its beginning read")
                    .satisfies(e -> {
                        assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
                        assertThat(e.parameter()).contains("input[3]");
                    });
            assertThat(tokenizer.encode("input", "light", false).ids()).containsExactly(FIRST, LIGHT, LAST);
        }
    }

    @ParameterizedTest(name = "at {1}")
    @CsvSource({
        "\uD83D, 0",
        "\uDE00, 0",
        "light \uD83D, 6",
        "light \uD83D light, 6",
        "\uDE00\uD83D, 0",
        "\uD83D\uDE00\uD83D, 2",
        "\uD83D\uD83D\uDE00, 0"
    })
    void refusesHalfASurrogatePair(String text, int position) throws IOException {
        try (Tokenizer tokenizer = tokenizer(8)) {
            assertThatExceptionOfType(InferenceException.class)
                    .isThrownBy(() -> tokenizer.encode("input", text, true))
                    .withMessage("`input`: expected valid Unicode, got an unpaired surrogate at character " + position)
                    .satisfies(e -> {
                        assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
                        assertThat(e.parameter()).contains("input");
                    });
        }
    }

    @Test
    void ignoresThePaddingOfItsFile() throws IOException {
        try (Tokenizer tokenizer = tokenizer(32, "null", PADDING_TO_16)) {
            assertThat(tokenizer.encode("input", "light", false).ids()).containsExactly(FIRST, LIGHT, LAST);
        }
    }

    @Test
    void ignoresTheTruncationOfItsFile() throws IOException {
        try (Tokenizer tokenizer = tokenizer(8, TRUNCATION_TO_4, "null")) {
            assertThat(tokenizer.encode("input", words(6), false).length()).isEqualTo(8);
            assertThat(tokenizer.encode("input", words(9), true).length()).isEqualTo(8);
        }
    }

    @Test
    void readsTheTextOfSpecialTokensAsThoseTokens() throws IOException {
        try (Tokenizer tokenizer = tokenizer(8)) {
            assertThat(tokenizer.encode("input", "[SEP]", false).ids()).containsExactly(FIRST, LAST, LAST);
        }
    }

    @Test
    void readsPastANulCharacter() throws IOException {
        try (Tokenizer tokenizer = tokenizer(8)) {
            assertThat(tokenizer.encode("input", "light \0 light", false).ids())
                    .containsExactly(FIRST, LIGHT, UNKNOWN, LIGHT, LAST);
        }
    }

    @Test
    void takesItsOwnTokensBack() throws IOException {
        try (Tokenizer tokenizer = tokenizer(8)) {
            GivenTokens given = tokenizer.givenTokens(8);
            long[] ids =
                    tokenizer.encode("input", "Pilotlight light dark", false).ids();

            assertThat(given.take("input", ids, false).ids()).containsExactly(ids);
            assertThatExceptionOfType(InferenceException.class)
                    .isThrownBy(() -> given.take("input", new long[] {PILOT, LIGHT, LAST}, false))
                    .withMessageStartingWith("`input[0]`: expected " + FIRST);
            assertThatExceptionOfType(InferenceException.class)
                    .isThrownBy(() -> given.take("input", new long[] {FIRST, PILOT}, false))
                    .withMessageStartingWith("`input[1]`: expected " + LAST);
        }
    }

    @Test
    void cutsTokensAsItCutsTheirText() throws IOException {
        try (Tokenizer tokenizer = tokenizer(8);
                Tokenizer longer = tokenizer(64)) {
            String text = "pilot " + words(20);
            long[] ids = longer.encode("input", text, false).ids();

            assertThat(tokenizer.givenTokens(8).take("input", ids, true).ids())
                    .containsExactly(tokenizer.encode("input", text, true).ids());
        }
    }

    @Test
    void mayBeUsedByManyThreadsAtOnce() throws Exception {
        try (Tokenizer tokenizer = tokenizer(64);
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Callable<Integer>> texts = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                String text = words(i % 60 + 1);
                texts.add(() -> tokenizer.encode("input", text, false).length());
            }
            List<Future<Integer>> lengths = threads.invokeAll(texts);
            for (int i = 0; i < lengths.size(); i++) {
                assertThat(lengths.get(i).get()).isEqualTo(i % 60 + 3);
            }
        }
    }

    @Test
    void refusesWhatIsNoTokenizer() throws IOException {
        Path file = Files.writeString(directory.resolve("tokenizer.json"), "{\"version\": 7}");
        assertThatExceptionOfType(ModelLoadException.class)
                .isThrownBy(() -> Tokenizer.load(file, 8))
                .withMessageStartingWith("tokenizer " + file + ": cannot be loaded: ");
    }

    @Test
    void refusesAMissingFile() {
        Path file = directory.resolve("none.json");
        assertThatExceptionOfType(ModelLoadException.class)
                .isThrownBy(() -> Tokenizer.load(file, 8))
                .withMessageStartingWith("tokenizer " + file + ": cannot be loaded: ");
    }
}
