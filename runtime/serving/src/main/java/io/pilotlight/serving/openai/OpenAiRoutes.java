package io.pilotlight.serving.openai;

import io.pilotlight.api.Request;
import io.pilotlight.api.Response;
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
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** {@code /v1/models} for every function; {@code /v1/embeddings} for those that are an {@link EmbeddingModel}. */
@Singleton
public class OpenAiRoutes implements Routes {

    private final ServedFunction served;
    private final Map<String, Object> description;
    private final @Nullable EmbeddingModel<Record, Record> embeddings;
    private final EmbeddingsRequestReader reader;

    @Inject
    OpenAiRoutes(ServedFunction served) {
        this.served = served;
        this.description = Map.of(
                "id",
                served.name(),
                "object",
                "model",
                "created",
                Instant.now().getEpochSecond(),
                "owned_by",
                "pilotlight");
        this.embeddings = embeddingModel(served.definition());
        this.reader = new EmbeddingsRequestReader(dimensions(served));
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

    @Override
    public void addTo(RouteTable table) {
        table.get("/v1/models", () -> json(Map.of("object", "list", "data", List.of(description))));
        table.get("/v1/models/:model", parameters -> {
            served.requireName(parameters.getOrDefault("model", ""));
            return json(description);
        });
        if (embeddings != null) {
            EmbeddingModel<Record, Record> model = embeddings;
            table.post("/v1/embeddings", exchange -> embed(model, exchange));
        }
    }

    private Reply embed(EmbeddingModel<Record, Record> model, Exchange exchange) {
        MediaType.requireJson(exchange);
        AnswerDigest.require(exchange, served.answerDigest());
        EmbeddingsRequest request = reader.read(exchange.body());
        served.requireName(request.model());
        List<Record> items = request.texts().stream()
                .map(text -> model.item(text, request.truncate()))
                .toList();
        Response<Record> response = served.infer(
                new Request<>(items, exchange.call().tier(), exchange.call().deadline()));
        byte[] body = EmbeddingsResponseWriter.write(
                served.name(),
                response.results().stream().map(model::vector).toList(),
                request.base64(),
                response.results().stream().mapToLong(model::tokens).sum());
        return AnswerDigest.on(Reply.json(body), served.answerDigest()).with(response.timing());
    }

    private static Reply json(Map<String, ?> document) {
        return Reply.json(Json.bytes(document));
    }
}
