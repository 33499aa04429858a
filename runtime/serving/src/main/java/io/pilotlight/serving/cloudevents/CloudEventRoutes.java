package io.pilotlight.serving.cloudevents;

import io.pilotlight.api.Call;
import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;
import io.pilotlight.serving.AnswerDigest;
import io.pilotlight.serving.Answers;
import io.pilotlight.serving.function.FunqyFunction;
import io.pilotlight.serving.function.ServedFunction;
import io.pilotlight.serving.item.JsonBody;
import io.pilotlight.wire.http.CacheStatus;
import io.pilotlight.wire.http.ErrorReply;
import io.pilotlight.wire.http.Exchange;
import io.pilotlight.wire.http.LimitsConfig;
import io.pilotlight.wire.http.MediaType;
import io.pilotlight.wire.http.Reply;
import io.pilotlight.wire.http.RouteTable;
import io.pilotlight.wire.http.Routes;
import io.pilotlight.wire.json.Json;

import com.fasterxml.jackson.databind.JsonNode;
import io.opentelemetry.context.Context;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * {@code POST /}: the function as CloudEvents. The answer is an event in the request's own mode. In a batch each event has
 * its own answer, in order: the result, or an event of type {@code <function>.error} whose data are problem details, so
 * that one bad event takes nothing from the others.
 */
@Singleton
public class CloudEventRoutes implements Routes {

    private final ServedFunction served;
    private final FunqyFunction function;
    private final JsonBody<Record> input;
    private final int maxEvents;

    @Inject
    CloudEventRoutes(ServedFunction served, FunqyFunction function, LimitsConfig limits) {
        this.served = served;
        this.function = function;
        this.input = new JsonBody<>(served.type().input());
        this.maxEvents = limits.itemsPerRequest();
    }

    @Override
    public void addTo(RouteTable table) {
        table.post("/", served.definition().nonBlocking(), this::answer);
    }

    private Reply answer(Exchange exchange) {
        AnswerDigest.require(exchange, served.answerDigest());
        Reply reply =
                switch (exchange.mediaType()) {
                    case StructuredEvents.ONE -> structured(exchange);
                    case StructuredEvents.BATCH -> batch(exchange);
                    default -> binary(exchange);
                };
        return AnswerDigest.on(reply, served.answerDigest());
    }

    private Reply binary(Exchange exchange) {
        if (!BinaryEvents.isOne(exchange.headers())) {
            throw new InferenceException(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    "request: expected a CloudEvent, by ce- headers or as " + StructuredEvents.ONE + " or "
                            + StructuredEvents.BATCH + "; plain JSON goes to POST /" + served.name());
        }
        CloudEvent event = BinaryEvents.read(exchange);
        Answers.Answer answer = call(event, exchange.call());
        Reply reply = new Reply(200, MediaType.JSON, Buffer.buffer(Json.bytes(answer.result())), List.of());
        for (Map.Entry<String, String> attribute :
                resultAttributes(event, answer).entrySet()) {
            reply = reply.with("ce-" + attribute.getKey(), BinaryEvents.encoded(attribute.getValue()));
        }
        return reply.with(answer.cacheUse()).with(answer.timing());
    }

    private Reply structured(Exchange exchange) {
        CloudEvent event = StructuredEvents.read(StructuredEvents.tree(exchange.body()));
        Answers.Answer answer = call(event, exchange.call());
        return new Reply(200, StructuredEvents.ONE, Buffer.buffer(Json.bytes(result(event, answer))), List.of())
                .with(answer.cacheUse())
                .with(answer.timing());
    }

    private Reply batch(Exchange exchange) {
        JsonNode events = StructuredEvents.tree(exchange.body());
        if (!events.isArray()) {
            throw InferenceException.invalid("body", "body: expected an array of events, got " + events.getNodeType());
        }
        if (events.size() > maxEvents) {
            throw new InferenceException(
                    ErrorCode.REQUEST_TOO_LARGE,
                    "body: expected at most " + maxEvents + " events, got " + events.size());
        }
        List<Object> outcomes = sideBySide(events, exchange.call());
        return new Reply(200, StructuredEvents.BATCH, Buffer.buffer(Json.bytes(outcomes)), List.of());
    }

    private List<Object> sideBySide(JsonNode events, Call call) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Context trace = Context.current();
            List<Future<Object>> outcomes = IntStream.range(0, events.size())
                    .mapToObj(i -> threads.submit(trace.wrap(() -> (Object) outcome(i, events.get(i), call))))
                    .toList();
            return outcomes.stream().map(CloudEventRoutes::joined).toList();
        }
    }

    private Map<String, Object> outcome(int index, JsonNode node, Call call) {
        CloudEvent event;
        try {
            event = StructuredEvents.read(node);
        } catch (InferenceException e) {
            return error(unidentified(index, node), e);
        }
        try {
            return result(event, call(event, call));
        } catch (InferenceException e) {
            return error(event, e);
        }
    }

    /** What can be said of an event that is none: its id where it has one, else its place in the batch. */
    private static CloudEvent unidentified(int index, JsonNode node) {
        return new CloudEvent(
                node.path("id").asText("unknown-" + index),
                node.path("source").asText("unknown"),
                "unknown",
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private Answers.Answer call(CloudEvent event, Call call) {
        String contentType = event.dataContentType().map(MediaType::of).orElse(MediaType.JSON);
        if (!MediaType.isJson(contentType)) {
            throw new InferenceException(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    "attribute `datacontenttype`: expected application/json, got \"" + contentType + "\"");
        }
        byte[] data = event.data()
                .orElseThrow(() ->
                        InferenceException.invalid("data", "attribute `data`: expected an object, it is missing"));
        return function.call(input.read(data), call);
    }

    private Map<String, Object> result(CloudEvent event, Answers.Answer answer) {
        Map<String, Object> result = new LinkedHashMap<>(resultAttributes(event, answer));
        result.put("datacontenttype", MediaType.JSON);
        result.put("data", answer.result());
        return result;
    }

    /** An extension tells in each event of a batch what a header tells of one. */
    private Map<String, String> resultAttributes(CloudEvent event, Answers.Answer answer) {
        Map<String, String> attributes = attributes(event, "output");
        attributes.put("cachestatus", CacheStatus.of(answer.cacheUse()));
        return attributes;
    }

    private Map<String, Object> error(CloudEvent event, InferenceException e) {
        Map<String, Object> error = new LinkedHashMap<>(attributes(event, "error"));
        error.put("datacontenttype", "application/problem+json");
        error.put("data", ErrorReply.problem(e));
        return error;
    }

    /**
     * The answering event's attributes. Its id follows from the asking event's, so that a repeated event has the same
     * answer; {@code causationid} and {@code causationsource} say which one that was.
     */
    private Map<String, String> attributes(CloudEvent event, String kind) {
        Map<String, String> attributes = new LinkedHashMap<>();
        String identity = event.source().length() + ":" + event.source() + event.id() + kind;
        attributes.put("specversion", CloudEvent.SPEC_VERSION);
        attributes.put(
                "id",
                UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8))
                        .toString());
        attributes.put("source", "/" + served.name());
        attributes.put("type", served.name() + "." + kind);
        event.subject().ifPresent(subject -> attributes.put("subject", subject));
        attributes.put("causationid", event.id());
        attributes.put("causationsource", event.source());
        return attributes;
    }

    private static Object joined(Future<Object> outcome) {
        try {
            return outcome.get();
        } catch (InterruptedException e) {
            throw Call.abandoned();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        }
    }
}
