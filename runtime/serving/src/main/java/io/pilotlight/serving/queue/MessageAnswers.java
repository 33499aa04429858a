package io.pilotlight.serving.queue;

import io.pilotlight.api.CacheUse;
import io.pilotlight.api.Call;
import io.pilotlight.api.Timing;
import io.pilotlight.queue.OutcomeHeaders;
import io.pilotlight.serving.Answers;
import io.pilotlight.serving.cloudevents.CloudEvent;
import io.pilotlight.serving.cloudevents.EventAnswers;
import io.pilotlight.serving.cloudevents.StructuredEvents;
import io.pilotlight.serving.function.FunqyFunction;
import io.pilotlight.serving.function.ServedFunction;
import io.pilotlight.serving.item.JsonBody;
import io.pilotlight.serving.openai.BatchLine;
import io.pilotlight.serving.openai.Embeddings;
import io.pilotlight.wire.http.CacheStatus;
import io.pilotlight.wire.http.MediaType;
import io.pilotlight.wire.http.ServerTiming;
import io.pilotlight.wire.json.Json;

import com.fasterxml.jackson.databind.util.RawValue;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** What the function says to a message, in the message's own form. */
@Singleton
public class MessageAnswers {

    private final FunqyFunction function;
    private final EventAnswers events;
    private final Embeddings embeddings;
    private final JsonBody<Record> input;
    private final String answerDigest;

    @Inject
    MessageAnswers(ServedFunction served, FunqyFunction function, EventAnswers events, Embeddings embeddings) {
        this.function = function;
        this.events = events;
        this.embeddings = embeddings;
        this.input = new JsonBody<>(served.type().input());
        this.answerDigest = served.answerDigest().toString();
    }

    /** Adds whose answer it is. */
    static void identify(Message message, Headers headers) {
        switch (message) {
            case Message.Event(CloudEvent event, boolean _) -> {
                add(headers, OutcomeHeaders.EVENT_SOURCE, event.source());
                add(headers, OutcomeHeaders.EVENT_ID, event.id());
            }
            case Message.Line(BatchLine line) -> add(headers, OutcomeHeaders.CUSTOM_ID, line.customId());
            case Message.Plain _ -> {} // its origin is all that it has
        }
    }

    /**
     * Answers.
     *
     * @param headers of the outcome, to which is added what is said beside the answer
     * @return the outcome's value
     * @throws io.pilotlight.api.InferenceException if there is no answer
     */
    byte[] answer(Message message, Call call, Headers headers) {
        return switch (message) {
            case Message.Plain(byte[] json) -> {
                Answers.Answer answer = function.call(input.read(json), call);
                yield told(headers, MediaType.JSON, answer.timing(), answer.cacheUse(), Json.bytes(answer.result()));
            }
            case Message.Event(CloudEvent event, boolean structured) -> {
                Answers.Answer answer = events.call(event, call);
                yield structured
                        ? told(
                                headers,
                                StructuredEvents.ONE,
                                answer.timing(),
                                answer.cacheUse(),
                                Json.bytes(events.document(event, answer)))
                        : binary(headers, event, answer);
            }
            case Message.Line(BatchLine line) -> {
                Embeddings.Answer answer = embeddings.answer(line.body(), call);
                yield told(headers, MediaType.JSON, answer.timing(), answer.cacheUse(), Json.bytes(line(line, answer)));
            }
        };
    }

    private byte[] binary(Headers headers, CloudEvent event, Answers.Answer answer) {
        events.attributes(event, answer).forEach((name, value) -> add(headers, "ce_" + name, value));
        return told(headers, MediaType.JSON, answer.timing(), answer.cacheUse(), Json.bytes(answer.result()));
    }

    /** As a line of an output file of the batch API. */
    private static Map<String, @Nullable Object> line(BatchLine line, Embeddings.Answer answer) {
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("status_code", 200);
        response.put("request_id", UUID.randomUUID().toString());
        response.put("body", new RawValue(new String(answer.body(), StandardCharsets.UTF_8)));
        Map<String, @Nullable Object> whole = new LinkedHashMap<>();
        whole.put("id", "batch_req_" + response.get("request_id"));
        whole.put("custom_id", line.customId());
        whole.put("response", response);
        whole.put("error", null);
        return whole;
    }

    private byte[] told(Headers headers, String contentType, Timing timing, CacheUse cacheUse, byte[] value) {
        add(headers, "content-type", contentType);
        add(headers, OutcomeHeaders.ANSWER_DIGEST, answerDigest);
        add(headers, OutcomeHeaders.TIMING, ServerTiming.of(timing));
        add(headers, OutcomeHeaders.CACHE_STATUS, CacheStatus.of(cacheUse));
        return value;
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
