package io.pilotlight.tests.endtoend.telemetry;

import io.pilotlight.tests.endtoend.queue.QueueClient;
import io.pilotlight.tests.process.FunctionProcess;
import io.pilotlight.tests.process.KafkaProcess;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/** Traces of records: the sender's goes on in the record's span, and in that of the inference inside it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QueueTracesIT {

    private static final String SENDERS_SPAN = "00f067aa0ba902b7";

    private final TraceReceiver receiver;
    private final KafkaProcess kafka;
    private final QueueClient queue;
    private final FunctionProcess function;

    QueueTracesIT() throws IOException, InterruptedException {
        receiver = TraceReceiver.open();
        kafka = KafkaProcess.start();
        queue = new QueueClient(kafka.address());
        function = FunctionProcess.launch()
                .environment("PILOTLIGHT_QUEUE_SERVERS", kafka.address())
                .environment("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint())
                .environment("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
                .environment("QUARKUS_OTEL_BSP_SCHEDULE_DELAY", "100ms") // 5 s by default
                .start();
    }

    @AfterAll
    void stop() {
        function.close();
        queue.close();
        kafka.close();
        receiver.close();
    }

    private static Map<String, String> within(String trace) {
        return Map.of("traceparent", "00-" + trace + "-" + SENDERS_SPAN + "-01");
    }

    private Span awaitSpan(String trace, Span.SpanKind kind) {
        return receiver.awaitSpan(span -> span.getTraceId().equals(bytes(trace)) && span.getKind() == kind);
    }

    private static ByteString bytes(String hex) {
        return ByteString.copyFrom(HexFormat.of().parseHex(hex));
    }

    private static Map<String, AnyValue> attributes(Span span) {
        return span.getAttributesList().stream()
                .collect(Collectors.toMap(attribute -> attribute.getKey(), attribute -> attribute.getValue()));
    }

    private static AnyValue text(String value) {
        return AnyValue.newBuilder().setStringValue(value).build();
    }

    @Test
    void goOnWhereTheSenderStands() {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        long offset = queue.send("{\"text\": \"a card\"}", within(trace));

        Span record = awaitSpan(trace, Span.SpanKind.SPAN_KIND_CONSUMER);
        assertThat(record.getName()).isEqualTo("process embed.requests");
        assertThat(record.getParentSpanId()).isEqualTo(bytes(SENDERS_SPAN));
        assertThat(attributes(record))
                .containsEntry("messaging.system", text("kafka"))
                .containsEntry("messaging.operation.type", text("process"))
                .containsEntry("messaging.destination.name", text("embed.requests"))
                .containsEntry("messaging.destination.partition.id", text("0"))
                .containsEntry("messaging.consumer.group.name", text("pilotlight-embed"))
                .containsEntry(
                        "messaging.kafka.offset",
                        AnyValue.newBuilder().setIntValue(offset).build());
        Span inference = awaitSpan(trace, Span.SpanKind.SPAN_KIND_INTERNAL);
        assertThat(inference.getName()).isEqualTo("infer embed");
        assertThat(inference.getParentSpanId()).isEqualTo(record.getSpanId());
        assertThat(queue.outcome(offset).header("traceparent"))
                .isEqualTo(within(trace).get("traceparent"));
    }

    @Test
    void tellOfRecordsThatHaveNoAnswer() {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4737";
        queue.send("no json", within(trace));

        Span record = awaitSpan(trace, Span.SpanKind.SPAN_KIND_CONSUMER);
        assertThat(record.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
        assertThat(attributes(record)).containsEntry("error.type", text("INVALID_REQUEST"));
    }
}
