package io.pilotlight.tests.benchmark.bare;

import io.pilotlight.tests.benchmark.embed.Embedding;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.List;
import java.util.Map;

/**
 * Text to embedding by plain calls: tokenize, run, mean over the mask, normalise. It keeps its input buffers from call to
 * call, so each belongs to one thread; the session and the tokenizer may be shared.
 */
final class BareEmbedder {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final HuggingFaceTokenizer tokenizer;
    private final LongBuffer inputIds; // (texts, tokens)
    private final LongBuffer attentionMask; // (texts, tokens)
    private final LongBuffer tokenTypeIds; // (texts, tokens), all zero

    BareEmbedder(OrtSession session, HuggingFaceTokenizer tokenizer, int maxTexts, int maxTokens) {
        this.session = session;
        this.tokenizer = tokenizer;
        this.inputIds = directLongs(maxTexts * maxTokens);
        this.attentionMask = directLongs(maxTexts * maxTokens);
        this.tokenTypeIds = directLongs(maxTexts * maxTokens);
    }

    private static LongBuffer directLongs(int count) {
        return ByteBuffer.allocateDirect(count * Long.BYTES)
                .order(ByteOrder.nativeOrder())
                .asLongBuffer();
    }

    long[] tokenize(String text) {
        return tokenizer.encode(text).getIds();
    }

    /** Embeds these texts in one call, padded to the longest of them only. */
    float[][] run(List<long[]> texts) throws OrtException {
        int tokens = texts.stream().mapToInt(ids -> ids.length).max().orElseThrow();
        fill(texts, tokens);
        long[] shape = {texts.size(), tokens};
        try (OnnxTensor ids = OnnxTensor.createTensor(environment, inputIds, shape);
                OnnxTensor mask = OnnxTensor.createTensor(environment, attentionMask, shape);
                OnnxTensor types = OnnxTensor.createTensor(environment, tokenTypeIds, shape);
                OrtSession.Result result =
                        session.run(Map.of("input_ids", ids, "attention_mask", mask, "token_type_ids", types))) {
            OnnxTensor hiddenStates = (OnnxTensor) result.get(0);
            return pool(hiddenStates.getFloatBuffer(), texts, tokens);
        }
    }

    private void fill(List<long[]> texts, int tokens) {
        int size = texts.size() * tokens;
        inputIds.clear().limit(size);
        attentionMask.clear().limit(size);
        tokenTypeIds.clear().limit(size);
        for (long[] ids : texts) {
            for (int token = 0; token < tokens; token++) {
                boolean padding = token >= ids.length;
                inputIds.put(padding ? 0 : ids[token]);
                attentionMask.put(padding ? 0 : 1);
            }
        }
        inputIds.flip();
        attentionMask.flip();
    }

    /** The mean of each text's own hidden states, (texts, tokens, dimensions), at length one. */
    private static float[][] pool(FloatBuffer hiddenStates, List<long[]> texts, int tokens) {
        float[][] embeddings = new float[texts.size()][Embedding.DIMENSIONS];
        float[] state = new float[Embedding.DIMENSIONS];
        for (int text = 0; text < embeddings.length; text++) {
            float[] sum = embeddings[text];
            for (int token = 0; token < texts.get(text).length; token++) {
                hiddenStates.get((text * tokens + token) * Embedding.DIMENSIONS, state);
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += state[i];
                }
            }
            normalise(sum);
        }
        return embeddings;
    }

    /** Scales to length one; whether a sum or a mean goes in makes no difference. */
    private static void normalise(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        float scale = (float) (1 / Math.sqrt(squares));
        for (int i = 0; i < vector.length; i++) {
            vector[i] *= scale;
        }
    }
}
