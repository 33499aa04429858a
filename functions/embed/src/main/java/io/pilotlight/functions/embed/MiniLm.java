package io.pilotlight.functions.embed;

import io.pilotlight.api.Tensor;
import io.pilotlight.api.Tensors;
import io.pilotlight.engine.Handler;
import io.pilotlight.engine.batch.Padding;
import io.pilotlight.engine.pooling.MeanPooling;
import io.pilotlight.engine.tokenizer.GivenTokens;
import io.pilotlight.engine.tokenizer.TokenizedText;
import io.pilotlight.engine.tokenizer.Tokenizer;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/** A passage for all-MiniLM-L6-v2: one row of token ids in, the mean of its token vectors out. */
final class MiniLm implements Handler<Passage, Embedding> {

    /** Beyond this the model was never trained to look (its card: longer input is truncated). */
    static final int MAX_TOKENS = 256;

    /** Rows of the model's table of token vectors: BERT's vocabulary without letter case. */
    static final int VOCABULARY = 30_522;

    private static final Padding PADDING = new Padding(
            Map.of("input_ids", 0L, "attention_mask", 0L, "token_type_ids", 0L), Set.of("last_hidden_state"));

    private final Tokenizer tokenizer;
    private final GivenTokens givenTokens;

    MiniLm(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
        this.givenTokens = tokenizer.givenTokens(VOCABULARY);
    }

    @Override
    public Tensors encode(Passage item) {
        TokenizedText tokens = tokens(item);
        SequencedMap<String, Tensor> inputs = new LinkedHashMap<>();
        inputs.put("input_ids", tokens.idTensor()); // INT64 (1, tokens), as are the others
        inputs.put("attention_mask", tokens.maskTensor());
        inputs.put("token_type_ids", tokens.typeIdTensor());
        return new Tensors(inputs);
    }

    private TokenizedText tokens(Passage item) {
        return switch (item) {
            case Text(String text, Boolean truncate) -> tokenizer.encode("text", text, Boolean.TRUE.equals(truncate));
            case TokenIds(long[] ids, Boolean truncate) -> givenTokens.take("ids", ids, Boolean.TRUE.equals(truncate));
        };
    }

    @Override
    public Embedding decode(Passage item, Tensors inputs, Tensors outputs) {
        Tensor.Numeric hidden = outputs.numeric("last_hidden_state"); // FP32 (1, tokens, 384)
        return new Embedding(
                MeanPooling.normalizedMean(hidden),
                Math.toIntExact(hidden.shape().dimension(1)));
    }

    /** The mask tells the model which tokens are none, so that texts of unequal length may share a run. */
    @Override
    public Padding padding() {
        return PADDING;
    }

    @Override
    public Passage sample() {
        return new Text("A pilot light lights the burner.", null);
    }
}
