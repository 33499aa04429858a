package io.pilotlight.serving.openai;

import io.pilotlight.api.Call;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Request;
import io.pilotlight.api.Response;
import io.pilotlight.serving.AnswerDigest;
import io.pilotlight.serving.function.ServedFunction;
import io.pilotlight.wire.http.Exchange;
import io.pilotlight.wire.http.LimitsConfig;
import io.pilotlight.wire.http.MediaType;
import io.pilotlight.wire.http.Reply;
import io.pilotlight.wire.http.RouteTable;
import io.pilotlight.wire.http.Routes;
import io.pilotlight.wire.openai.ModelList;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** {@code /v1/models} for every function; {@code /v1/embeddings} for those that are an {@link EmbeddingModel}. */
@Singleton
public class OpenAiRoutes implements Routes {

    private final ServedFunction served;
    private final Instant created = Instant.now();
    private final @Nullable EmbeddingModel<Record, Record> embeddings;
    private final EmbeddingsRequestReader reader;

    @Inject
    OpenAiRoutes(ServedFunction served, LimitsConfig limits) {
        this.served = served;
        this.embeddings = embeddingModel(served.definition());
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

    @Override
    public void addTo(RouteTable table) {
        table.get("/v1/models", () -> ModelList.of(List.of(served.name()), created));
        table.get("/v1/models/:model", parameters -> {
            served.requireName(parameters.getOrDefault("model", ""));
            return ModelList.one(served.name(), created);
        });
        if (embeddings != null) {
            EmbeddingModel<Record, Record> model = embeddings;
            table.post("/v1/embeddings", served.definition().nonBlocking(), exchange -> embed(model, exchange));
        }
    }

    private Reply embed(EmbeddingModel<Record, Record> model, Exchange exchange) {
        MediaType.requireJson(exchange);
        AnswerDigest.require(exchange, served.answerDigest());
        EmbeddingsRequest request = reader.read(exchange.body());
        served.requireName(request.model());
        Response<Record> response = infer(model, request, exchange);
        byte[] body = EmbeddingsResponseWriter.write(
                served.name(),
                response.results().stream().map(model::vector).toList(),
                request.base64(),
                response.results().stream().mapToLong(model::tokens).sum());
        return AnswerDigest.on(Reply.json(body), served.answerDigest())
                .with(response.cacheUse())
                .with(response.timing());
    }

    private Response<Record> infer(EmbeddingModel<Record, Record> model, EmbeddingsRequest request, Exchange exchange) {
        List<Record> items = request.inputs().stream()
                .map(input -> item(model, input, request.truncate()))
                .toList();
        Call call = exchange.call();
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
