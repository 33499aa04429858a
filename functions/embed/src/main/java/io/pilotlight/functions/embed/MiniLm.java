package io.pilotlight.functions.embed;

import io.pilotlight.api.Tensor;
import io.pilotlight.api.Tensors;
import io.pilotlight.engine.Handler;
import io.pilotlight.engine.pooling.MeanPooling;
import io.pilotlight.engine.tokenizer.TokenizedText;
import io.pilotlight.engine.tokenizer.Tokenizer;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** A text for all-MiniLM-L6-v2: one row of token ids in, the mean of its token vectors out. */
final class MiniLm implements Handler<Text, Embedding> {

    /** Beyond this the model was never trained to look (its card: longer input is truncated). */
    static final int MAX_TOKENS = 256;

    private final Tokenizer tokenizer;

    MiniLm(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    @Override
    public Tensors encode(Text item) {
        TokenizedText tokens = tokenizer.encode("text", item.text(), Boolean.TRUE.equals(item.truncate()));
        SequencedMap<String, Tensor> inputs = new LinkedHashMap<>();
        inputs.put("input_ids", tokens.idTensor()); // INT64 (1, tokens), as are the others
        inputs.put("attention_mask", tokens.maskTensor());
        inputs.put("token_type_ids", tokens.typeIdTensor());
        return new Tensors(inputs);
    }

    @Override
    public Embedding decode(Text item, Tensors inputs, Tensors outputs) {
        Tensor.Numeric hidden = outputs.numeric("last_hidden_state"); // FP32 (1, tokens, 384)
        return new Embedding(
                MeanPooling.normalizedMean(hidden),
                Math.toIntExact(hidden.shape().dimension(1)));
    }

    @Override
    public Text sample() {
        return new Text("A pilot light lights the burner.", null);
    }
}
