package io.pilotlight.tests.endtoend.telemetry;

import io.pilotlight.tests.process.FunctionProcess;
import io.pilotlight.tests.process.Request;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import org.awaitility.Awaitility;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

import static org.assertj.core.api.Assertions.assertThat;

/** Receives traces by OTLP over HTTP, as a collector does. */
final class TraceReceiver implements AutoCloseable {

    /** Of the caller, who sends no span himself. */
    static final String CALLERS_SPAN = "00f067aa0ba902b7";

    private final List<Received> spans = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    private TraceReceiver(HttpServer server) {
        this.server = server;
    }

    /**
     * A span that has come.
     *
     * @param service of the process that sent it
     */
    record Received(String service, Span span) {

        Map<String, String> attributes() {
            return texts(span.getAttributesList());
        }
    }

    static TraceReceiver open() throws IOException {
        TraceReceiver receiver =
                new TraceReceiver(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        receiver.server.createContext("/v1/traces", receiver::receive);
        receiver.server.start();
        return receiver;
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean compressed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
            InputStream body = exchange.getRequestBody();
            ExportTraceServiceRequest request =
                    ExportTraceServiceRequest.parseFrom(compressed ? new GZIPInputStream(body) : body);
            request.getResourceSpansList().forEach(this::add);
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private void add(ResourceSpans sent) {
        String service = texts(sent.getResource().getAttributesList()).getOrDefault("service.name", "");
        sent.getScopeSpansList()
                .forEach(scope -> scope.getSpansList().forEach(span -> spans.add(new Received(service, span))));
    }

    private static Map<String, String> texts(List<KeyValue> attributes) {
        return attributes.stream().collect(Collectors.toMap(KeyValue::getKey, attribute -> text(attribute.getValue())));
    }

    private static String text(AnyValue value) {
        return switch (value.getValueCase()) {
            case INT_VALUE -> String.valueOf(value.getIntValue());
            case DOUBLE_VALUE -> String.valueOf(value.getDoubleValue());
            default -> value.getStringValue();
        };
    }

    /** The environment of a process that sends its traces here, soon. */
    Map<String, String> settings() {
        return Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                "http://localhost:" + server.getAddress().getPort(),
                "OTEL_EXPORTER_OTLP_PROTOCOL",
                "http/protobuf",
                "QUARKUS_OTEL_BSP_SCHEDULE_DELAY",
                "100ms"); // 5 s by default
    }

    FunctionProcess.Launch exportedBy(FunctionProcess.Launch launch) {
        settings().forEach(launch::environment);
        return launch;
    }

    /** The same request, asked within a trace. */
    static Request within(String trace, Request request) {
        return request.header("traceparent", "00-" + trace + "-" + CALLERS_SPAN + "-01");
    }

    static ByteString bytes(String hex) {
        return ByteString.copyFrom(HexFormat.of().parseHex(hex));
    }

    /** The spans of a trace that have come. */
    List<Received> of(String trace) {
        return spans.stream()
                .filter(one -> one.span().getTraceId().equals(bytes(trace)))
                .toList();
    }

    /** The span that is expected in a trace, once it has come. */
    Received await(String trace, Predicate<Received> expected) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> of(trace).stream().filter(expected).findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    /** The same, of which there must be one. */
    Received await(String trace, String service, Span.SpanKind kind, String name) {
        Predicate<Received> expected = one -> one.service().equals(service)
                && one.span().getKind() == kind
                && one.span().getName().equals(name);
        Received come = await(trace, expected);
        assertThat(of(trace).stream().filter(expected)).hasSize(1);
        return come;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
