package io.pilotlight.router.forward;

import io.pilotlight.router.access.Caller;

import io.opentelemetry.api.trace.Span;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which headers go on, and which are of one connection only (RFC 9110, section 7.6.1), or said anew by the router. */
final class Headers {

    static final String TENANT = "Pilotlight-Tenant";
    private static final String DEADLINE = "Pilotlight-Deadline-Ms";

    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private static final Set<String> SAID_ANEW =
            Set.of("content-length", "expect", "host", "http2-settings", "pilotlight-deadline-ms", "pilotlight-tenant");

    /** Of the caller's span: where this process has one of its own, Vert.x says that instead, and would say it beside the caller's. */
    private static final Set<String> TRACE = Set.of("traceparent", "tracestate");

    private static final Set<String> CREDENTIALS = Set.of("authorization", "x-api-key");

    private Headers() {}

    /**
     * Those of a request that go on.
     *
     * @param withCredentials whether they are the endpoint's matter
     * @param remaining of the caller's deadline
     */
    static MultiMap onward(HttpServerRequest request, Caller caller, boolean withCredentials, Duration remaining) {
        MultiMap onward = MultiMap.caseInsensitiveMultiMap();
        List<String> named = namedByConnection(request.headers());
        boolean traced = Span.current().getSpanContext().isValid();
        for (Map.Entry<String, String> header : request.headers()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            boolean passes = !HOP_BY_HOP.contains(name)
                    && !SAID_ANEW.contains(name)
                    && !named.contains(name)
                    && !name.startsWith(":")
                    && !(traced && TRACE.contains(name))
                    && (withCredentials || !CREDENTIALS.contains(name));
            if (passes) {
                onward.add(header.getKey(), header.getValue());
            }
        }
        onward.set(DEADLINE, String.valueOf(Math.max(1, remaining.toMillis())));
        if (!caller.tenant().isEmpty()) {
            onward.set(TENANT, caller.tenant());
        }
        return onward;
    }

    private static List<String> namedByConnection(MultiMap headers) {
        List<String> named = new ArrayList<>(0);
        for (String connection : headers.getAll("Connection")) {
            for (String name : connection.split(",", -1)) {
                named.add(name.strip().toLowerCase(Locale.ROOT));
            }
        }
        return named;
    }

    /** Those of a response that go back, its length aside. */
    static void back(MultiMap from, MultiMap to) {
        for (Map.Entry<String, String> header : from) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!HOP_BY_HOP.contains(name) && !name.startsWith(":")) {
                to.add(header.getKey(), header.getValue());
            }
        }
    }
}
