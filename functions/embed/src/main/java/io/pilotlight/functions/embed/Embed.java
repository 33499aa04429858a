package io.pilotlight.functions.embed;

import io.pilotlight.engine.Handler;
import io.pilotlight.engine.model.ModelFiles;
import io.pilotlight.engine.tokenizer.Tokenizer;
import io.pilotlight.serving.Answers;
import io.pilotlight.serving.FunctionDefinition;
import io.pilotlight.serving.openai.TokenEmbeddingModel;

import io.quarkus.funqy.Funq;
import jakarta.inject.Singleton;

/** Declares the function {@code embed}: to Funqy, to the runtime, and as a model of OpenAI's embeddings. */
@Singleton
public class Embed implements FunctionDefinition<Text, Embedding>, TokenEmbeddingModel<Text, Embedding> {

    /** The function itself. */
    @Funq
    public Embedding embed(Text text) {
        return Answers.answer(text, Embedding.class);
    }

    @Override
    public Handler<Passage, Embedding> load(ModelFiles files) {
        return new MiniLm(Tokenizer.load(files.verified("all-minilm-l6-v2-tokenizer.json"), MiniLm.MAX_TOKENS));
    }

    @Override
    public boolean nonBlocking() {
        return true;
    }

    @Override
    public Text item(String text, boolean truncate) {
        return new Text(text, truncate);
    }

    @Override
    public int maxTokens() {
        return MiniLm.MAX_TOKENS;
    }

    @Override
    public Record item(long[] ids, boolean truncate) {
        return new TokenIds(ids, truncate);
    }

    @Override
    public float[] vector(Embedding result) {
        return result.embedding();
    }

    @Override
    public int tokens(Embedding result) {
        return result.tokens();
    }
}
