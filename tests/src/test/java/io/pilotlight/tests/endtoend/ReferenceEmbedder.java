package io.pilotlight.tests.endtoend;

import io.pilotlight.engine.session.NativeLibraries;
import io.pilotlight.tests.process.EmbedBuild;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The reference: the model's file as it was quantized, run by plain calls of ONNX Runtime on what the tokenizer gives, as the model's card
 * tells. Nothing of ours computes here.
 */
final class ReferenceEmbedder implements AutoCloseable {

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final HuggingFaceTokenizer tokenizer;

    private ReferenceEmbedder() throws OrtException, IOException {
        session = environment.createSession(
                EmbedBuild.QUANTIZED.resolve(EmbedBuild.MODEL_FILE).toString());
        tokenizer = HuggingFaceTokenizer.builder()
                .optTokenizerPath(EmbedBuild.VENDOR.resolve(EmbedBuild.TOKENIZER_FILE))
                .optPadding(false)
                .optTruncation(true)
                .optMaxLength(256)
                .build();
    }

    static ReferenceEmbedder open() throws OrtException, IOException {
        NativeLibraries.loadFrom(EmbedBuild.NATIVE_LIBRARIES); // else both unpack themselves somewhere
        return new ReferenceEmbedder();
    }

    int tokens(String text) {
        return ids(text).length;
    }

    long[] ids(String text) {
        return tokenizer.encode(text).getIds();
    }

    /** The text's embedding, alone in its batch. */
    float[] embed(String text) throws OrtException {
        return embedTogether(List.of(text)).getFirst();
    }

    /** The texts' embeddings, all in one batch, padded to the longest of them. */
    List<float[]> embedTogether(List<String> texts) throws OrtException {
        List<Encoding> encodings = texts.stream().map(tokenizer::encode).toList();
        int tokens = encodings.stream()
                .mapToInt(encoding -> encoding.getIds().length)
                .max()
                .orElseThrow();
        long[][] ids = new long[texts.size()][tokens];
        long[][] mask = new long[texts.size()][tokens];
        long[][] types = new long[texts.size()][tokens];
        for (int text = 0; text < ids.length; text++) {
            long[] own = encodings.get(text).getIds();
            System.arraycopy(own, 0, ids[text], 0, own.length);
            System.arraycopy(encodings.get(text).getAttentionMask(), 0, mask[text], 0, own.length);
        }
        try (OnnxTensor idTensor = OnnxTensor.createTensor(environment, ids);
                OnnxTensor maskTensor = OnnxTensor.createTensor(environment, mask);
                OnnxTensor typeTensor = OnnxTensor.createTensor(environment, types);
                OrtSession.Result result = session.run(
                        Map.of("input_ids", idTensor, "attention_mask", maskTensor, "token_type_ids", typeTensor))) {
            float[][][] hidden = (float[][][]) result.get(0).getValue(); // (texts, tokens, 384)
            List<float[]> embeddings = new ArrayList<>();
            for (int text = 0; text < ids.length; text++) {
                embeddings.add(normalisedMean(hidden[text], encodings.get(text).getIds().length));
            }
            return embeddings;
        }
    }

    private static float[] normalisedMean(float[][] hidden, int tokens) {
        double[] sum = new double[hidden[0].length];
        double squares = 0;
        for (int d = 0; d < sum.length; d++) {
            for (int token = 0; token < tokens; token++) {
                sum[d] += hidden[token][d];
            }
            squares += sum[d] * sum[d];
        }
        float[] embedding = new float[sum.length];
        for (int d = 0; d < sum.length; d++) {
            embedding[d] = (float) (sum[d] / Math.sqrt(squares));
        }
        return embedding;
    }

    @Override
    public void close() throws OrtException {
        session.close();
        tokenizer.close();
    }
}
