package io.pilotlight.serving.cloudevents;

import io.pilotlight.api.Call;
import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Waiting;
import io.pilotlight.serving.AnswerDigest;
import io.pilotlight.serving.Answers;
import io.pilotlight.serving.function.ServedFunction;
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

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * {@code POST /}: the function as CloudEvents. The answer is an event in the request's own mode. In a batch each event has
 * its own answer, in order: the result, or an event of type {@code <function>.error} whose data are problem details, so
 * that one bad event takes nothing from the others. An event that is sent again while it is being answered is told so (409), as
 * Knative's delivery wants it.
 */
@Singleton
public class CloudEventRoutes implements Routes {

    private final ServedFunction served;
    private final EventAnswers answers;
    private final EventsInProgress inProgress = new EventsInProgress();
    private final int maxEvents;

    @Inject
    CloudEventRoutes(ServedFunction served, EventAnswers answers, LimitsConfig limits) {
        this.served = served;
        this.answers = answers;
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
        CloudEvent event = Waiting.remember(this, () -> BinaryEvents.read(exchange));
        Answers.Answer answer = answeredOnce(event, exchange.call());
        Reply reply = new Reply(200, MediaType.JSON, Buffer.buffer(Json.bytes(answer.result())), List.of());
        for (Map.Entry<String, String> attribute :
                answers.attributes(event, answer).entrySet()) {
            reply = reply.with("ce-" + attribute.getKey(), BinaryEvents.encoded(attribute.getValue()));
        }
        return reply.with(answer.cacheUse()).with(answer.timing());
    }

    private Reply structured(Exchange exchange) {
        CloudEvent event = Waiting.remember(this, () -> StructuredEvents.read(StructuredEvents.tree(exchange.body())));
        Answers.Answer answer = answeredOnce(event, exchange.call());
        return new Reply(
                        200,
                        StructuredEvents.ONE,
                        Buffer.buffer(Json.bytes(answers.document(event, answer))),
                        List.of())
                .with(answer.cacheUse())
                .with(answer.timing());
    }

    private Answers.Answer answeredOnce(CloudEvent event, Call call) {
        return inProgress.during(event, call.tenant(), () -> answers.call(event, call));
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
        Waiting.begins();
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
            return answers.error(unidentified(index, node), e);
        }
        try {
            return answers.document(event, answers.call(event, call));
        } catch (InferenceException e) {
            return answers.error(event, e);
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
