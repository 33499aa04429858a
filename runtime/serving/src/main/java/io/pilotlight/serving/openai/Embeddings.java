package io.pilotlight.serving.openai;

import io.pilotlight.api.CacheUse;
import io.pilotlight.api.Call;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Request;
import io.pilotlight.api.Response;
import io.pilotlight.api.Timing;
import io.pilotlight.api.Waiting;
import io.pilotlight.serving.function.ServedFunction;
import io.pilotlight.wire.http.LimitsConfig;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

import java.util.List;

/** Calls of {@code /v1/embeddings}, whatever brought them: what they ask the function, and what they get. */
@Singleton
public class Embeddings {

    public static final String PATH = "/v1/embeddings";

    private final ServedFunction served;
    private final @Nullable EmbeddingModel<Record, Record> model;
    private final EmbeddingsRequestReader reader;

    /** The answer to a call, as it goes out. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Answer(byte[] body, Timing timing, CacheUse cacheUse) {}

    @Inject
    Embeddings(ServedFunction served, LimitsConfig limits) {
        this.served = served;
        this.model = embeddingModel(served.definition());
        this.reader = new EmbeddingsRequestReader(
                dimensions(served), limits.itemsPerRequest(), maxTokens(served.definition()));
    }

    @SuppressWarnings("unchecked")
    private static @Nullable EmbeddingModel<Record, Record> embeddingModel(Object definition) {
        return definition instanceof EmbeddingModel<?, ?> model ? (EmbeddingModel<Record, Record>) model : null;
    }

    private static int dimensions(ServedFunction served) {
        return served.manifest().outputs().stream()
                .filter(spec -> spec.shape().rank() == 2)
                .mapToInt(spec -> Math.toIntExact(spec.shape().dimension(1)))
                .findFirst()
                .orElse(0);
    }

    /** 0 where it takes no token ids. */
    private static int maxTokens(Object definition) {
        return definition instanceof TokenEmbeddingModel<?, ?> model ? model.maxTokens() : 0;
    }

    /** Whether the function embeds texts. */
    public boolean areServed() {
        return model != null;
    }

    /**
     * Answers a call.
     *
     * @throws InferenceException if there is no answer
     */
    public Answer answer(byte[] body, Call call) {
        EmbeddingModel<Record, Record> embedding = model;
        if (embedding == null) {
            throw InferenceException.invalid(
                    "url", "`url`: expected what function \"" + served.name() + "\" serves, which embeds no texts");
        }
        EmbeddingsRequest request = Waiting.remember(this, () -> reader.read(body));
        served.requireName(request.model());
        Response<Record> response = infer(embedding, request, call);
        byte[] answer = EmbeddingsResponseWriter.write(
                served.name(),
                response.results().stream().map(embedding::vector).toList(),
                request.base64(),
                response.results().stream().mapToLong(embedding::tokens).sum());
        return new Answer(answer, response.timing(), response.cacheUse());
    }

    private Response<Record> infer(EmbeddingModel<Record, Record> embedding, EmbeddingsRequest request, Call call) {
        List<Record> items = request.inputs().stream()
                .map(input -> item(embedding, input, request.truncate()))
                .toList();
        try {
            return served.infer(new Request<>(items, call));
        } catch (InferenceException refused) {
            throw request.inItsWords(refused);
        }
    }

    private static Record item(EmbeddingModel<?, ?> model, EmbeddingInput input, boolean truncate) {
        return switch (input) {
            case EmbeddingInput.Text(String text) -> model.item(text, truncate);
            case EmbeddingInput.TokenIds(long[] ids) -> takingTokens(model).item(ids, truncate);
        };
    }

    private static TokenEmbeddingModel<?, ?> takingTokens(EmbeddingModel<?, ?> model) {
        if (model instanceof TokenEmbeddingModel<?, ?> taking) {
            return taking;
        }
        throw new IllegalStateException("the reader refuses token ids where the model takes none");
    }
}
