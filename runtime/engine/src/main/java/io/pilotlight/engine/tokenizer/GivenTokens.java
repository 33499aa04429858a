package io.pilotlight.engine.tokenizer;

import io.pilotlight.api.InferenceException;

import java.util.Arrays;

/**
 * Takes token ids that a caller gives in place of a text. They are the model's input as it is: what its tokenizer makes of
 * a text, with the special tokens that it sets around every text. Nothing is added, so the same ids give the same answer
 * as the text they were made of.
 *
 * <p>That the special tokens are there is checked. The ids of another tokenizer are small integers as well, and many of
 * them lie within this vocabulary: they would be answered with vectors that mean nothing (some clients of OpenAI's API
 * tokenize for OpenAI's models, wherever they send it). The same check finds what was padded, or cut without its end.
 *
 * <p>To decode the ids and tokenize that text again would also find what begins and ends rightly and yet comes from no
 * text. It would take two tokenizations more, and a decoder that gives back exactly what was encoded, which not every
 * tokenizer has.
 *
 * <p>Safe for use by many threads.
 */
public final class GivenTokens {

    private final long[] before;
    private final long[] after;
    private final int vocabulary;
    private final int maxTokens;

    private GivenTokens(long[] before, long[] after, int vocabulary, int maxTokens) {
        this.before = before;
        this.after = after;
        this.vocabulary = vocabulary;
        this.maxTokens = maxTokens;
    }

    /** Expects the special tokens that stand around the others in an example. */
    static GivenTokens like(long[] ids, long[] specialTokenMask, int vocabulary, int maxTokens) {
        int begin = 0;
        while (begin < ids.length && specialTokenMask[begin] != 0) {
            begin++;
        }
        int end = ids.length;
        while (end > begin && specialTokenMask[end - 1] != 0) {
            end--;
        }
        return new GivenTokens(
                Arrays.copyOf(ids, begin), Arrays.copyOfRange(ids, end, ids.length), vocabulary, maxTokens);
    }

    /**
     * Takes the ids of one text.
     *
     * @param parameter what the caller calls the list, for the error's message
     * @param truncate whether a list over the limit is cut as its text would be; else it is refused
     * @throws InferenceException naming the list, or the id in it
     */
    public TokenizedText take(String parameter, long[] ids, boolean truncate) {
        requireKnown(parameter, ids);
        requireBegin(parameter, ids);
        long[] taken = ids.length <= maxTokens ? ids : cut(parameter, ids, truncate);
        requireEnd(parameter, taken);
        if (taken.length == before.length + after.length) {
            throw InferenceException.invalid(
                    parameter, "`" + parameter + "`: expected at least one word, got the tokens of a blank text");
        }
        return new TokenizedText(taken, new long[taken.length]);
    }

    private void requireKnown(String parameter, long[] ids) {
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] < 0 || ids[i] >= vocabulary) {
                throw invalid(
                        parameter, i, "a token id of this model's tokenizer, 0 to " + (vocabulary - 1), ids[i] + "");
            }
        }
    }

    private void requireBegin(String parameter, long[] ids) {
        for (int i = 0; i < before.length; i++) {
            if (i >= ids.length || ids[i] != before[i]) {
                String expected = before[i] + ", with which this model's tokenizer begins every text";
                throw invalid(parameter, i, expected, i < ids.length ? ids[i] + "" : "nothing");
            }
        }
    }

    private void requireEnd(String parameter, long[] ids) {
        int begin = ids.length - after.length;
        for (int i = 0; i < after.length; i++) {
            if (begin < before.length || ids[begin + i] != after[i]) {
                String expected = after[i] + ", with which this model's tokenizer ends every text";
                throw invalid(parameter, ids.length - 1, expected, ids[ids.length - 1] + "");
            }
        }
    }

    /** As the tokenizer cuts: the last tokens make room for those that end a text. */
    private long[] cut(String parameter, long[] ids, boolean truncate) {
        if (!truncate) {
            throw InferenceException.invalid(
                    parameter,
                    "`" + parameter + "`: expected at most " + maxTokens + " tokens, got more; shorten it, or send"
                            + " \"truncate\": true to have only its beginning read");
        }
        long[] taken = Arrays.copyOf(ids, maxTokens);
        System.arraycopy(after, 0, taken, maxTokens - after.length, after.length);
        return taken;
    }

    private static InferenceException invalid(String parameter, int index, String expected, String actual) {
        String element = parameter + "[" + index + "]";
        return InferenceException.invalid(element, "`" + element + "`: expected " + expected + ", got " + actual);
    }
}
