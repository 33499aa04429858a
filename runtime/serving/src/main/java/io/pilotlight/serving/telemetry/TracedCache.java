package io.pilotlight.serving.telemetry;

import io.pilotlight.api.CacheUse;
import io.pilotlight.api.Inference;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Request;
import io.pilotlight.api.Response;
import io.pilotlight.api.Waiting;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;

import java.util.List;

/**
 * Puts a span around each look-up in the cache, and around what is computed because of it, saying what was known. Attempts of the same
 * look-up are in one span.
 */
final class TracedCache<I, O> implements Inference<I, O> {

    private final Inference<I, O> delegate;
    private final Tracer tracer;
    private final String spanName;

    TracedCache(Inference<I, O> delegate, Tracer tracer, String spanName) {
        this.delegate = delegate;
        this.tracer = tracer;
        this.spanName = spanName;
    }

    /** What a look-up's span is remembered under. */
    private record Asked(TracedCache<?, ?> cache, List<?> items) {}

    @Override
    public Response<O> infer(Request<I> request) {
        int items = request.items().size();
        return Waiting.with(
                new Asked(this, request.items()),
                () -> new BegunSpan(tracer.spanBuilder(spanName)
                        .setAttribute("pilotlight.items", items)
                        .startSpan()),
                begun -> infer(request, begun.span()));
    }

    private Response<O> infer(Request<I> request, Span span) {
        try (Scope scope = span.makeCurrent()) {
            Response<O> response = delegate.infer(request);
            span.setAttribute("pilotlight.cache.result", result(response.cacheUse()));
            span.setAttribute("pilotlight.cache.known", response.cacheUse().known());
            return response;
        } catch (InferenceException e) {
            span.setStatus(StatusCode.ERROR, e.code().name());
            throw e;
        }
    }

    /** Of the request as a whole, in the words of {@code Cache-Status}: it is a hit if all of its items were known. */
    private static String result(CacheUse use) {
        if (use.isBypassed()) {
            return "bypass";
        }
        if (use.isHit()) {
            return "hit";
        }
        return use.computed() == 0 ? "collapsed" : "miss";
    }
}
