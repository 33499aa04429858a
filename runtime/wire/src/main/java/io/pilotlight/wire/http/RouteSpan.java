package io.pilotlight.wire.http;

import io.opentelemetry.api.trace.Span;
import io.vertx.core.http.HttpMethod;

/** What the span of a request is called: by what serves it, not by its path, which may be any. */
final class RouteSpan {

    private RouteSpan() {}

    /** Names the current one, where there is one. */
    static void name(HttpMethod method, String route) {
        Span span = Span.current();
        if (span.isRecording()) {
            span.updateName(method + " " + route).setAttribute("http.route", route);
        }
    }
}
