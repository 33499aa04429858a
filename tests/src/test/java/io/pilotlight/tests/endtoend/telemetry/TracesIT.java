package io.pilotlight.tests.endtoend.telemetry;

import io.pilotlight.tests.process.FunctionProcess;
import io.pilotlight.tests.process.GrpcCalls;
import io.pilotlight.tests.process.Request;
import io.pilotlight.wire.openinference.message.GRPCInferenceServiceGrpc;
import io.pilotlight.wire.openinference.message.ModelInferRequest;
import io.pilotlight.wire.openinference.message.ModelStreamInferResponse;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/** Traces: the caller's goes on in the server's span, and in that of the inference inside it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TracesIT {

    private static final String CALLERS_SPAN = "00f067aa0ba902b7";

    private final AtomicInteger traces = new AtomicInteger();
    private final TraceReceiver receiver;
    private final FunctionProcess function;

    TracesIT() throws IOException {
        receiver = TraceReceiver.open();
        function = FunctionProcess.launch()
                .environment("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint())
                .environment("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
                .environment("QUARKUS_OTEL_BSP_SCHEDULE_DELAY", "100ms") // 5 s by default
                .start();
    }

    @AfterAll
    void stop() {
        function.close();
        receiver.close();
    }

    private String newTrace() {
        return HexFormat.of().toHexDigits(0x4bf92f3577b34da6L)
                + HexFormat.of().toHexDigits((long) traces.incrementAndGet());
    }

    private static Request within(String trace, Request request) {
        return request.header("traceparent", "00-" + trace + "-" + CALLERS_SPAN + "-01");
    }

    private Span awaitSpan(String trace, Span.SpanKind kind) {
        return receiver.awaitSpan(span -> span.getTraceId().equals(bytes(trace)) && span.getKind() == kind);
    }

    private static ByteString bytes(String hex) {
        return ByteString.copyFrom(HexFormat.of().parseHex(hex));
    }

    @ParameterizedTest
    @MethodSource("questions")
    void goOnWhereTheCallerStands(Request question) {
        String trace = newTrace();

        assertThat(function.send(within(trace, question)).status()).isEqualTo(200);

        Span server = awaitSpan(trace, Span.SpanKind.SPAN_KIND_SERVER);
        assertThat(server.getParentSpanId()).isEqualTo(bytes(CALLERS_SPAN));
        assertThat(server.getName()).isEqualTo("POST " + question.target());
        assertThat(attributes(server))
                .containsEntry("http.request.method", "POST")
                .containsEntry("http.route", question.target())
                .containsEntry("http.response.status_code", "200");
        Span inference = awaitSpan(trace, Span.SpanKind.SPAN_KIND_INTERNAL);
        assertThat(inference.getName()).isEqualTo("infer embed");
        assertThat(inference.getParentSpanId()).isEqualTo(server.getSpanId());
        assertThat(attributes(inference))
                .containsEntry("pilotlight.items", "1")
                .containsEntry("pilotlight.latency_tier", "interactive")
                .containsKey("pilotlight.queue_seconds");
    }

    static List<Request> questions() {
        return List.of(
                Request.post("/embed", "{\"text\": \"hello\"}"),
                Request.post("/v1/embeddings", "{\"model\": \"embed\", \"input\": [\"hello\"]}"));
    }

    @Test
    void reachTheEventsOfABatch() {
        String trace = newTrace();

        function.send(within(
                trace,
                Request.of("POST", "/")
                        .header("Content-Type", "application/cloudevents-batch+json")
                        .body("""
                                [{"specversion": "1.0", "type": "test", "source": "/tests", "id": "1",
                                  "data": {"text": "hello"}}]""")));

        Span server = awaitSpan(trace, Span.SpanKind.SPAN_KIND_SERVER);
        Span inference = awaitSpan(trace, Span.SpanKind.SPAN_KIND_INTERNAL);
        assertThat(inference.getParentSpanId()).isEqualTo(server.getSpanId());
    }

    /** The second as well, which is answered long after the call came. */
    @Test
    void reachTheMessagesOfAStream() {
        String trace = newTrace();
        Metadata headers = new Metadata();
        headers.put(
                Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER),
                "00-" + trace + "-" + CALLERS_SPAN + "-01");
        ManagedChannel channel = GrpcCalls.channel(function);
        try {
            StreamObserver<ModelInferRequest> stream = GRPCInferenceServiceGrpc.newStub(channel)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                    .modelStreamInfer(new Ignored());
            stream.onNext(GrpcCalls.texts("hello"));
            stream.onNext(GrpcCalls.texts("hello", "world"));
            stream.onCompleted();

            Span server = awaitSpan(trace, Span.SpanKind.SPAN_KIND_SERVER);
            for (String items : List.of("1", "2")) {
                Span inference =
                        receiver.awaitSpan(span -> items.equals(attributes(span).get("pilotlight.items"))
                                && span.getTraceId().equals(bytes(trace)));
                assertThat(inference.getParentSpanId()).isEqualTo(server.getSpanId());
            }
        } finally {
            channel.shutdownNow();
        }
    }

    private static final class Ignored implements StreamObserver<ModelStreamInferResponse> {

        @Override
        public void onNext(ModelStreamInferResponse answer) {}

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onCompleted() {}
    }

    @Test
    void sayThatAnInferenceFailed() {
        String trace = newTrace();

        function.send(within(trace, Request.post("/embed", "{\"text\": \" \"}")));

        Span inference = awaitSpan(trace, Span.SpanKind.SPAN_KIND_INTERNAL);
        assertThat(inference.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
        assertThat(inference.getStatus().getMessage()).isEqualTo("INVALID_REQUEST");
    }

    private static Map<String, String> attributes(Span span) {
        return span.getAttributesList().stream()
                .collect(Collectors.toMap(KeyValue::getKey, attribute -> text(attribute.getValue())));
    }

    private static String text(AnyValue value) {
        return switch (value.getValueCase()) {
            case INT_VALUE -> String.valueOf(value.getIntValue());
            case DOUBLE_VALUE -> String.valueOf(value.getDoubleValue());
            default -> value.getStringValue();
        };
    }
}
