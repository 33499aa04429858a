package io.pilotlight.serving.queue;

import io.pilotlight.api.InferenceException;
import io.pilotlight.queue.HeaderValues;
import io.pilotlight.queue.Outcome;
import io.pilotlight.queue.QueueRecord;
import io.pilotlight.serving.function.ServedFunction;
import io.pilotlight.wire.telemetry.TracingSwitch;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Puts a span around the answering of each record, where the trace of its sender goes on; named as OpenTelemetry's conventions for
 * messaging have it. Only if spans go anywhere: one that nobody sees would still take its time.
 */
@Singleton
public class RecordSpans {

    private static final TextMapGetter<Headers> HEADERS = new TextMapGetter<>() {

        @Override
        public List<String> keys(Headers headers) {
            return Arrays.stream(headers.toArray()).map(Header::key).toList();
        }

        @Override
        public @Nullable String get(@Nullable Headers headers, String name) {
            return headers == null ? null : HeaderValues.text(headers, name).orElse(null);
        }
    };

    private final Tracer tracer;
    private final boolean disabled;
    private final String group;

    @Inject
    RecordSpans(
            Tracer tracer,
            @ConfigProperty(name = TracingSwitch.DISABLED) boolean disabled,
            ServedFunction served,
            QueueSetup setup) {
        this.tracer = tracer;
        this.disabled = disabled;
        this.group = setup.group(served.name());
    }

    /** The outcome, with a span around how it comes about. */
    Outcome around(QueueRecord record, Supplier<Outcome> answering) {
        if (disabled) {
            return answering.get();
        }
        Span span = begin(record);
        try (Scope scope = span.makeCurrent()) {
            Outcome outcome = answering.get();
            if (outcome instanceof Outcome.Failed(InferenceException error, Headers _)) {
                span.setAttribute("error.type", error.code().name());
                span.setStatus(StatusCode.ERROR, error.code().name());
            }
            return outcome;
        } finally {
            span.end();
        }
    }

    private Span begin(QueueRecord answered) {
        ConsumerRecord<byte[], byte[]> record = answered.record();
        Context sender = W3CTraceContextPropagator.getInstance().extract(Context.root(), answered.headers(), HEADERS);
        return tracer.spanBuilder("process " + record.topic())
                .setSpanKind(SpanKind.CONSUMER)
                .setParent(sender)
                .setAttribute("messaging.system", "kafka")
                .setAttribute("messaging.operation.name", "process")
                .setAttribute("messaging.operation.type", "process")
                .setAttribute("messaging.destination.name", record.topic())
                .setAttribute("messaging.destination.partition.id", String.valueOf(record.partition()))
                .setAttribute("messaging.consumer.group.name", group)
                .setAttribute("messaging.kafka.offset", record.offset())
                .startSpan();
    }
}
