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

import java.time.Instant;
import java.util.List;

/**
 * Puts a span around each look-up in the cache, and around what is computed because of it, saying what was known. An attempt that is
 * given up leaves none: the one that ends has the time of all.
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

    /** What the first attempt's beginning is remembered under. */
    private record Asked(TracedCache<?, ?> cache, List<?> items) {}

    private record Beginning(Instant at) implements AutoCloseable {

        @Override
        public void close() {}
    }

    @Override
    public Response<O> infer(Request<I> request) {
        Beginning beginning = Waiting.remember(new Asked(this, request.items()), () -> new Beginning(Instant.now()));
        Span span = tracer.spanBuilder(spanName)
                .setStartTimestamp(beginning.at())
                .setAttribute("pilotlight.items", request.items().size())
                .startSpan();
        boolean over = true;
        try (Scope scope = span.makeCurrent()) {
            Response<O> response = delegate.infer(request);
            span.setAttribute("pilotlight.cache.result", result(response.cacheUse()));
            span.setAttribute("pilotlight.cache.known", response.cacheUse().known());
            return response;
        } catch (Waiting.GivenUp e) {
            over = false;
            throw e;
        } catch (InferenceException e) {
            span.setStatus(StatusCode.ERROR, e.code().name());
            throw e;
        } finally {
            if (over) {
                span.end();
            }
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
