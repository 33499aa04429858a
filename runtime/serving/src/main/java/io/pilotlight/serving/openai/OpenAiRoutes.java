package io.pilotlight.serving.openai;

import io.pilotlight.serving.AnswerDigest;
import io.pilotlight.serving.function.ServedFunction;
import io.pilotlight.wire.http.Exchange;
import io.pilotlight.wire.http.MediaType;
import io.pilotlight.wire.http.Reply;
import io.pilotlight.wire.http.RouteTable;
import io.pilotlight.wire.http.Routes;
import io.pilotlight.wire.openai.ModelList;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import java.time.Instant;
import java.util.List;

/** {@code /v1/models} for every function; {@code /v1/embeddings} for those that are an {@link EmbeddingModel}. */
@Singleton
public class OpenAiRoutes implements Routes {

    private final ServedFunction served;
    private final Instant created = Instant.now();
    private final Embeddings embeddings;

    @Inject
    OpenAiRoutes(ServedFunction served, Embeddings embeddings) {
        this.served = served;
        this.embeddings = embeddings;
    }

    @Override
    public void addTo(RouteTable table) {
        table.get("/v1/models", () -> ModelList.of(List.of(served.name()), created));
        table.get("/v1/models/:model", parameters -> {
            served.requireName(parameters.getOrDefault("model", ""));
            return ModelList.one(served.name(), created);
        });
        if (embeddings.areServed()) {
            table.post(Embeddings.PATH, served.definition().nonBlocking(), this::embed);
        }
    }

    private Reply embed(Exchange exchange) {
        MediaType.requireJson(exchange);
        AnswerDigest.require(exchange, served.answerDigest());
        Embeddings.Answer answer = embeddings.answer(exchange.body(), exchange.call());
        return AnswerDigest.on(Reply.json(answer.body()), served.answerDigest())
                .with(answer.cacheUse())
                .with(answer.timing());
    }
}
