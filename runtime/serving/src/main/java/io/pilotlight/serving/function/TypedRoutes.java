package io.pilotlight.serving.function;

import io.pilotlight.api.Waiting;
import io.pilotlight.serving.AnswerDigest;
import io.pilotlight.serving.Answers;
import io.pilotlight.serving.item.JsonBody;
import io.pilotlight.wire.http.Exchange;
import io.pilotlight.wire.http.MediaType;
import io.pilotlight.wire.http.Reply;
import io.pilotlight.wire.http.RouteTable;
import io.pilotlight.wire.http.Routes;
import io.pilotlight.wire.json.Json;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** {@code POST /<function>}: the typed item as a JSON object, the typed result likewise. */
@Singleton
public class TypedRoutes implements Routes {

    private final ServedFunction served;
    private final FunqyFunction function;
    private final JsonBody<Record> input;

    @Inject
    TypedRoutes(ServedFunction served, FunqyFunction function) {
        this.served = served;
        this.function = function;
        this.input = new JsonBody<>(served.type().input());
    }

    @Override
    public void addTo(RouteTable table) {
        table.post("/" + served.name(), served.definition().nonBlocking(), this::answer);
    }

    private Reply answer(Exchange exchange) {
        MediaType.requireJson(exchange);
        AnswerDigest.require(exchange, served.answerDigest());
        Record item = Waiting.remember(this, () -> input.read(exchange.body()));
        Answers.Answer answer = function.call(item, exchange.call());
        return AnswerDigest.on(Reply.json(Json.bytes(answer.result())), served.answerDigest())
                .with(answer.cacheUse())
                .with(answer.timing());
    }
}
