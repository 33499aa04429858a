package io.pilotlight.router.response;

import io.pilotlight.api.Shape;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.Tensors;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;

/** What a request says that may matter to its response: method, path and query, the body's bytes, and all headers but those known not to. */
final class RequestKey {

    /** They tell of the connection, the way here, who asks, how urgently and when, which the key knows otherwise or not at all. */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "authorization",
            "x-api-key",
            "baggage",
            "cache-control",
            "connection",
            "content-length",
            "date",
            "expect",
            "forwarded",
            "grpc-timeout",
            "host",
            "keep-alive",
            "pilotlight-deadline-ms",
            "pilotlight-latency-tier",
            "pilotlight-tenant",
            "pragma",
            "traceparent",
            "tracestate",
            "transfer-encoding",
            "user-agent",
            "via",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-port",
            "x-forwarded-proto",
            "x-envoy-expected-rq-timeout-ms",
            "x-request-id");

    private RequestKey() {}

    static Tensors of(HttpServerRequest request, Buffer body) {
        SequencedMap<String, Tensor> said = new LinkedHashMap<>();
        said.put(
                "request",
                WholeResponse.texts(
                        List.of(request.method().name(), request.version().name(), request.uri())));
        said.put("headers", WholeResponse.texts(headers(request)));
        said.put("body", new Tensor.Bytes(Shape.of(1), List.of(body.getBytes())));
        return new Tensors(said);
    }

    /** In the order of their names, those of one name in the order in which they came. */
    private static List<String> headers(HttpServerRequest request) {
        Map<String, List<String>> byName = new TreeMap<>();
        for (Map.Entry<String, String> header : request.headers()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!WITHOUT_EFFECT.contains(name)) {
                byName.computeIfAbsent(name, first -> new ArrayList<>(1)).add(header.getValue());
            }
        }
        List<String> headers = new ArrayList<>();
        byName.forEach((name, values) -> values.forEach(value -> {
            headers.add(name);
            headers.add(value);
        }));
        return headers;
    }
}
