package io.pilotlight.tests.endtoend.telemetry;

import io.pilotlight.tests.endtoend.queue.QueueClient;
import io.pilotlight.tests.endtoend.telemetry.TraceReceiver.Received;
import io.pilotlight.tests.process.FunctionProcess;
import io.pilotlight.tests.process.KafkaProcess;

import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** Traces of records: the sender's goes on in the record's span, and in that of the inference inside it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QueueTracesIT {

    private final TraceReceiver receiver;
    private final KafkaProcess kafka;
    private final QueueClient queue;
    private final FunctionProcess function;

    QueueTracesIT() throws IOException, InterruptedException {
        receiver = TraceReceiver.open();
        kafka = KafkaProcess.start();
        queue = new QueueClient(kafka.address());
        function = receiver.exportedBy(FunctionProcess.launch())
                .environment("PILOTLIGHT_QUEUE_SERVERS", kafka.address())
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
        return Map.of("traceparent", "00-" + trace + "-" + TraceReceiver.CALLERS_SPAN + "-01");
    }

    private Received awaitRecord(String trace) {
        return receiver.await(trace, "embed", Span.SpanKind.SPAN_KIND_CONSUMER, "process embed.requests");
    }

    @Test
    void goOnWhereTheSenderStands() {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        long offset = queue.send("{\"text\": \"a card\"}", within(trace));

        Received record = awaitRecord(trace);
        assertThat(record.span().getParentSpanId()).isEqualTo(TraceReceiver.bytes(TraceReceiver.CALLERS_SPAN));
        assertThat(record.attributes())
                .containsEntry("messaging.system", "kafka")
                .containsEntry("messaging.operation.type", "process")
                .containsEntry("messaging.destination.name", "embed.requests")
                .containsEntry("messaging.destination.partition.id", "0")
                .containsEntry("messaging.consumer.group.name", "pilotlight-embed")
                .containsEntry("messaging.kafka.offset", String.valueOf(offset));
        Received inference = receiver.await(trace, "embed", Span.SpanKind.SPAN_KIND_INTERNAL, "infer embed");
        assertThat(inference.span().getParentSpanId()).isEqualTo(record.span().getSpanId());
        assertThat(queue.outcome(offset).header("traceparent"))
                .isEqualTo(within(trace).get("traceparent"));
    }

    @Test
    void tellOfRecordsThatHaveNoAnswer() {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4737";
        queue.send("no json", within(trace));

        Received record = awaitRecord(trace);
        assertThat(record.span().getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
        assertThat(record.attributes()).containsEntry("error.type", "INVALID_REQUEST");
    }
}
