package io.pilotlight.serving.openai;

import io.pilotlight.serving.AnswerDigest;
import io.pilotlight.serving.function.ServedFunction;
import io.pilotlight.serving.http.Exchange;
import io.pilotlight.serving.http.MediaType;
import io.pilotlight.serving.http.Reply;
import io.pilotlight.serving.http.RouteTable;
import io.pilotlight.serving.http.Routes;
import io.pilotlight.serving.json.Json;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** {@code /v1/models} for every function; {@code /v1/embeddings} for those that are an {@link EmbeddingModel}. */
@Singleton
public class OpenAiRoutes implements Routes {

    private final ServedFunction served;
    private final Map<String, Object> description;
    private final Embeddings embeddings;

    @Inject
    OpenAiRoutes(ServedFunction served, Embeddings embeddings) {
        this.served = served;
        this.embeddings = embeddings;
        this.description = Map.of(
                "id",
                served.name(),
                "object",
                "model",
                "created",
                Instant.now().getEpochSecond(),
                "owned_by",
                "pilotlight");
    }

    @Override
    public void addTo(RouteTable table) {
        table.get("/v1/models", () -> json(Map.of("object", "list", "data", List.of(description))));
        table.get("/v1/models/:model", parameters -> {
            served.requireName(parameters.getOrDefault("model", ""));
            return json(description);
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

    private static Reply json(Map<String, ?> document) {
        return Reply.json(Json.bytes(document));
    }
}
