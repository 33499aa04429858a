package io.pilotlight.engine.tokenizer;

import io.pilotlight.api.InferenceException;
import io.pilotlight.engine.model.ModelLoadException;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A model's tokenizer. The padding that its file may ask for is ignored: a padded row costs time and says nothing. Safe
 * for use by many threads.
 */
public final class Tokenizer implements AutoCloseable {

    private final HuggingFaceTokenizer tokenizer;
    private final int maxTokens;

    private Tokenizer(HuggingFaceTokenizer tokenizer, int maxTokens) {
        this.tokenizer = tokenizer;
        this.maxTokens = maxTokens;
    }

    /**
     * Loads a tokenizer.
     *
     * @param file a {@code tokenizer.json}
     * @param maxTokens the longest row the model is meant for, special tokens included
     */
    public static Tokenizer load(Path file, int maxTokens) {
        // Else the library would ask the cloud's metadata service who runs it, and report that.
        System.setProperty("OPT_OUT_TRACKING", "true");
        try {
            return new Tokenizer(
                    HuggingFaceTokenizer.builder()
                            .optTokenizerPath(file)
                            .optPadding(false)
                            .optTruncation(true)
                            .optMaxLength(maxTokens)
                            .build(),
                    maxTokens);
        } catch (IOException | RuntimeException e) {
            throw new ModelLoadException("tokenizer " + file + ": cannot be loaded: " + e.getMessage(), e);
        }
    }

    /**
     * Tokenizes one text.
     *
     * @param parameter what the caller calls the text, for the error's message
     * @param truncate whether a text over the limit is cut there; else it is refused
     * @throws InferenceException if the text is too long and not to be truncated, or holds nothing, or is not valid Unicode
     */
    public TokenizedText encode(String parameter, String text, boolean truncate) {
        requireUnicode(parameter, text);
        // The library's own encode() fetches all that it knows of each token, which takes as long as the tokenizing.
        TokenizersLibrary library = TokenizersLibrary.LIB;
        long encoding = library.encode(tokenizer.getHandle(), text, true);
        try {
            if (library.getOverflowCount(encoding) > 0 && !truncate) {
                throw InferenceException.invalid(
                        parameter,
                        "`" + parameter + "`: expected at most " + maxTokens + " tokens, got more in " + text.length()
                                + " characters; shorten it, or send \"truncate\": true to have only its beginning read");
            }
            if (holdsNothing(library.getSpecialTokenMask(encoding))) {
                throw InferenceException.invalid(
                        parameter, "`" + parameter + "`: expected at least one word, got a blank text");
            }
            return new TokenizedText(library.getTokenIds(encoding), library.getTypeIds(encoding));
        } finally {
            library.deleteEncoding(encoding);
        }
    }

    /**
     * What takes the ids of this tokenizer in place of texts.
     *
     * @param vocabulary how many ids the model knows, from 0; its file does not say so in a way the library tells
     */
    public GivenTokens givenTokens(int vocabulary) {
        TokenizersLibrary library = TokenizersLibrary.LIB;
        long encoding = library.encode(tokenizer.getHandle(), "a", true);
        try {
            return GivenTokens.like(
                    library.getTokenIds(encoding), library.getSpecialTokenMask(encoding), vocabulary, maxTokens);
        } finally {
            library.deleteEncoding(encoding);
        }
    }

    private static boolean holdsNothing(long[] specialTokenMask) {
        for (long special : specialTokenMask) {
            if (special == 0) {
                return false;
            }
        }
        return true;
    }

    /** Half a surrogate pair is no character: it has no UTF-8 form to hand to a tokenizer. */
    private static void requireUnicode(String parameter, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
                continue;
            }
            throw InferenceException.invalid(
                    parameter,
                    "`" + parameter + "`: expected valid Unicode, got an unpaired surrogate at character " + i);
        }
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
