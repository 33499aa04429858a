package io.pilotlight.serving.cloudevents;

import io.pilotlight.api.Call;
import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Waiting;
import io.pilotlight.serving.Answers;
import io.pilotlight.serving.function.FunqyFunction;
import io.pilotlight.serving.function.ServedFunction;
import io.pilotlight.serving.item.JsonBody;
import io.pilotlight.wire.http.CacheStatus;
import io.pilotlight.wire.http.ErrorReply;
import io.pilotlight.wire.http.MediaType;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** The function as it answers an event, whatever brought that: what it asks, and the event that answers it. */
@Singleton
public class EventAnswers {

    private final FunqyFunction function;
    private final JsonBody<Record> input;
    private final String name;

    @Inject
    EventAnswers(ServedFunction served, FunqyFunction function) {
        this.function = function;
        this.input = new JsonBody<>(served.type().input());
        this.name = served.name();
    }

    /**
     * What the function says to the event's data.
     *
     * @throws InferenceException if there is no answer
     */
    public Answers.Answer call(CloudEvent event, Call call) {
        String contentType = event.dataContentType().map(MediaType::of).orElse(MediaType.JSON);
        if (!MediaType.isJson(contentType)) {
            throw new InferenceException(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    "attribute `datacontenttype`: expected application/json, got \"" + contentType + "\"");
        }
        byte[] data = event.data()
                .orElseThrow(() ->
                        InferenceException.invalid("data", "attribute `data`: expected an object, it is missing"));
        return function.call(Waiting.remember(event, () -> input.read(data)), call);
    }

    /** The answering event as a document of its own, in structured mode. */
    public Map<String, Object> document(CloudEvent event, Answers.Answer answer) {
        Map<String, Object> document = new LinkedHashMap<>(attributes(event, answer));
        document.put("datacontenttype", MediaType.JSON);
        document.put("data", answer.result());
        return document;
    }

    /** The answering event's attributes. An extension tells in each event of a batch what a header tells of one. */
    public Map<String, String> attributes(CloudEvent event, Answers.Answer answer) {
        Map<String, String> attributes = attributes(event, "output");
        attributes.put("cachestatus", CacheStatus.of(answer.cacheUse()));
        return attributes;
    }

    Map<String, Object> error(CloudEvent event, InferenceException e) {
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
        attributes.put("specversion", CloudEvent.SPEC_VERSION);
        attributes.put(
                "id",
                UUID.nameUUIDFromBytes((event.identity() + kind).getBytes(StandardCharsets.UTF_8))
                        .toString());
        attributes.put("source", "/" + name);
        attributes.put("type", name + "." + kind);
        event.subject().ifPresent(subject -> attributes.put("subject", subject));
        attributes.put("causationid", event.id());
        attributes.put("causationsource", event.source());
        return attributes;
    }
}
