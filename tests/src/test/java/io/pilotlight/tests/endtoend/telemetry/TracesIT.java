package io.pilotlight.tests.endtoend.telemetry;

import io.pilotlight.tests.endtoend.telemetry.TraceReceiver.Received;
import io.pilotlight.tests.process.FunctionProcess;
import io.pilotlight.tests.process.GrpcCalls;
import io.pilotlight.tests.process.Request;
import io.pilotlight.wire.openinference.message.GRPCInferenceServiceGrpc;
import io.pilotlight.wire.openinference.message.ModelInferRequest;
import io.pilotlight.wire.openinference.message.ModelStreamInferResponse;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
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
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;

/** Traces: the caller's goes on in the server's span, and in that of the inference inside it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TracesIT {

    private final AtomicInteger traces = new AtomicInteger();
    private final TraceReceiver receiver;
    private final FunctionProcess function;

    TracesIT() throws IOException {
        receiver = TraceReceiver.open();
        function = receiver.exportedBy(FunctionProcess.launch()).start();
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

    private Received await(String trace, Span.SpanKind kind) {
        return receiver.await(trace, one -> one.span().getKind() == kind);
    }

    @ParameterizedTest
    @MethodSource("questions")
    void goOnWhereTheCallerStands(Request question) {
        String trace = newTrace();

        assertThat(function.send(TraceReceiver.within(trace, question)).status())
                .isEqualTo(200);

        Received server = await(trace, Span.SpanKind.SPAN_KIND_SERVER);
        assertThat(server.span().getParentSpanId()).isEqualTo(TraceReceiver.bytes(TraceReceiver.CALLERS_SPAN));
        assertThat(server.span().getName()).isEqualTo("POST " + question.target());
        assertThat(server.attributes())
                .containsEntry("http.request.method", "POST")
                .containsEntry("http.route", question.target())
                .containsEntry("http.response.status_code", "200");
        Received inference = await(trace, Span.SpanKind.SPAN_KIND_INTERNAL);
        assertThat(inference.span().getName()).isEqualTo("infer embed");
        assertThat(inference.span().getParentSpanId()).isEqualTo(server.span().getSpanId());
        assertThat(inference.attributes())
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

        function.send(TraceReceiver.within(
                trace,
                Request.of("POST", "/")
                        .header("Content-Type", "application/cloudevents-batch+json")
                        .body("""
                                [{"specversion": "1.0", "type": "test", "source": "/tests", "id": "1",
                                  "data": {"text": "hello"}}]""")));

        Received server = await(trace, Span.SpanKind.SPAN_KIND_SERVER);
        Received inference = await(trace, Span.SpanKind.SPAN_KIND_INTERNAL);
        assertThat(inference.span().getParentSpanId()).isEqualTo(server.span().getSpanId());
    }

    /** The second as well, which is answered long after the call came. */
    @Test
    void reachTheMessagesOfAStream() {
        String trace = newTrace();
        Metadata headers = new Metadata();
        headers.put(
                Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER),
                "00-" + trace + "-" + TraceReceiver.CALLERS_SPAN + "-01");
        ManagedChannel channel = GrpcCalls.channel(function);
        try {
            StreamObserver<ModelInferRequest> stream = GRPCInferenceServiceGrpc.newStub(channel)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                    .modelStreamInfer(new Ignored());
            stream.onNext(GrpcCalls.texts("hello"));
            stream.onNext(GrpcCalls.texts("hello", "world"));
            stream.onCompleted();

            Received server = await(trace, Span.SpanKind.SPAN_KIND_SERVER);
            for (String items : List.of("1", "2")) {
                Received inference = receiver.await(
                        trace, one -> items.equals(one.attributes().get("pilotlight.items")));
                assertThat(inference.span().getParentSpanId())
                        .isEqualTo(server.span().getSpanId());
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

        function.send(TraceReceiver.within(trace, Request.post("/embed", "{\"text\": \" \"}")));

        Received inference = await(trace, Span.SpanKind.SPAN_KIND_INTERNAL);
        assertThat(inference.span().getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
        assertThat(inference.span().getStatus().getMessage()).isEqualTo("INVALID_REQUEST");
    }
}
