package io.pilotlight.router.forward;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;
import io.pilotlight.router.access.Caller;
import io.pilotlight.router.pool.Backend;
import io.pilotlight.router.response.KeptResponses;
import io.pilotlight.router.response.ResponseFlights.Landing;
import io.pilotlight.router.response.WholeResponse;
import io.pilotlight.wire.http.Digits;
import io.pilotlight.wire.http.GrpcStatus;
import io.pilotlight.wire.http.Passage;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import org.jspecify.annotations.Nullable;

import java.time.Duration;

/** A request at one endpoint: sent, and its answer passed back, or the request given back to be sent elsewhere. On its event loop. */
final class Attempt {

    private static final long CANCEL = 0x8; // of HTTP/2, RFC 9113, section 7

    private static final int MAX_AGE_DIGITS = 9;

    private final Transit transit;
    private final Passage passage;
    private final Forwarding shared;
    private final Backend.Lease lease;
    private final boolean grpc;
    private final long sentNanos = System.nanoTime();
    private @Nullable HttpClientRequest upstream;
    private boolean repeatable;
    private boolean begun;
    private boolean over;

    Attempt(Transit transit, Passage passage, Forwarding shared, Backend.Lease lease) {
        this.transit = transit;
        this.passage = passage;
        this.shared = shared;
        this.lease = lease;
        this.grpc = GrpcStatus.isCall(passage.request());
    }

    void send(RequestBody body, Caller caller) {
        HttpServerRequest request = passage.request();
        MultiMap headers = Headers.onward(request, caller, !shared.access().isOwnCredential(), transit.remaining());
        if (grpc) {
            headers.set("te", "trailers"); // which tells servers of gRPC that trailers will arrive
        }
        repeatable = body instanceof RequestBody.Whole;
        shared.upstream()
                .request(lease.endpoint(), request, headers, grpc)
                .onComplete(connected -> connected(connected, body));
    }

    private void connected(AsyncResult<HttpClientRequest> connected, RequestBody body) {
        if (connected.failed()) {
            unreached();
            return;
        }
        HttpClientRequest to = connected.result();
        upstream = to;
        if (over) {
            to.reset(CANCEL);
            return;
        }
        to.response().onComplete(this::responded);
        switch (body) {
            case RequestBody.Whole(Buffer bytes) -> unheeded(to.end(bytes));
            case RequestBody.Begun(Buffer beginning) -> stream(to, beginning);
        }
    }

    /** The rest comes as fast as it is taken. An answer may come before, and then the rest is not waited for. */
    private void stream(HttpClientRequest to, Buffer beginning) {
        String length = passage.request().getHeader("Content-Length");
        if (length != null) {
            to.putHeader("Content-Length", length);
        } else {
            to.setChunked(true);
        }
        unheeded(to.write(beginning));
        unheeded(passage.request().pipeTo(to));
    }

    /** Whoever waits for the answer learns of a failure by {@link HttpClientRequest#response}. */
    private static void unheeded(Future<Void> sending) {
        sending.onFailure(failure -> {});
    }

    /** Nobody listens there: nothing was sent, so it can be sent elsewhere. */
    private void unreached() {
        if (end()) {
            lease.failed();
            transit.again();
        }
    }

    private void responded(AsyncResult<HttpClientResponse> responded) {
        if (over) {
            return;
        }
        if (responded.failed()) {
            lost();
            return;
        }
        HttpClientResponse response = responded.result();
        if (repeatable && transit.retries().mayRepeat(response)) {
            end();
            lease.returned();
            response.handler(discarded -> {});
            response.exceptionHandler(gone -> {});
            transit.again();
            return;
        }
        long cameNanos = System.nanoTime();
        Answered answered = transit.answered(lease.backend(), sentNanos, cameNanos);
        if (isWorthKeeping(response)) {
            gather(response, answered);
        } else {
            transit.land(new Landing.NotShared());
            passOn(response, answered, transit.cacheNote());
        }
    }

    /** The connection broke when the request had been sent: work may have begun. */
    private void lost() {
        if (!end()) {
            return;
        }
        lease.failed();
        if (repeatable && transit.retries().mayRepeatLost()) {
            transit.again();
        } else {
            transit.refuse(new InferenceException(
                    ErrorCode.UPSTREAM_FAILED,
                    "pool " + lease.backend().pool() + ": the connection to the endpoint broke before it had answered;"
                            + " whether its work had begun is not known"));
        }
    }

    private boolean isWorthKeeping(HttpClientResponse response) {
        String length = response.getHeader("Content-Length");
        boolean isShort =
                length == null ? grpc : length.length() <= 7 && Long.parseLong(length) <= KeptResponses.MAX_BYTES;
        return transit.keepUnder().isPresent()
                && isShort
                && KeptResponses.isKeepable(response.statusCode(), response.headers());
    }

    /** Holds a short response until it is whole; one that turns out to be long is passed on from there. */
    private void gather(HttpClientResponse response, Answered answered) {
        Buffer held = Buffer.buffer();
        response.handler(part -> {
            held.appendBuffer(part);
            if (held.length() > KeptResponses.MAX_BYTES) {
                transit.land(new Landing.NotShared());
                response.pause();
                head(response, answered, transit.cacheNote());
                passage.response().write(held);
                pipe(response);
            }
        });
        response.exceptionHandler(broke -> lost());
        response.endHandler(end -> {
            if (end()) {
                lease.answered(transit.sizeClass());
                keep(response, held, answered);
            }
        });
    }

    private void keep(HttpClientResponse response, Buffer body, Answered answered) {
        WholeResponse whole = WholeResponse.of(response.statusCode(), response.headers(), response.trailers(), body);
        boolean kept = transit.keepUnder()
                .map(key -> shared.kept().keep(key, whole, age(response)))
                .orElse(false);
        if (kept) {
            shared.metrics().kept(transit.function().name(), "stored");
        }
        transit.land(kept ? new Landing.Response(whole) : new Landing.NotShared());
        head(response, answered, kept ? CacheNote.stored(transit.cacheNote()) : transit.cacheNote());
        finish(response, passage.response(), body);
    }

    private static Duration age(HttpClientResponse response) {
        String age = response.getHeader("Age");
        return age == null
                ? Duration.ZERO
                : Duration.ofSeconds(Digits.parse(age, MAX_AGE_DIGITS).orElse(0));
    }

    private void passOn(HttpClientResponse response, Answered answered, String note) {
        response.pause();
        head(response, answered, note);
        pipe(response);
    }

    private void pipe(HttpClientResponse response) {
        HttpServerResponse out = passage.response();
        response.pipe().endOnComplete(false).to(out).onComplete(piped -> {
            if (!end()) {
                return;
            }
            if (piped.succeeded()) {
                if (isFault(response)) {
                    lease.failed();
                } else {
                    lease.answered(transit.sizeClass());
                }
                finish(response, out, Buffer.buffer());
            } else {
                lease.failed();
                breakOff(out);
            }
        });
    }

    private void finish(HttpClientResponse response, HttpServerResponse out, Buffer last) {
        transit.finish();
        response.trailers().forEach(out::putTrailer);
        passage.written(out.end(last));
    }

    /** An answer that ends in the middle must not look as if it were whole. */
    private void breakOff(HttpServerResponse out) {
        transit.finish();
        if (passage.request().version() == HttpVersion.HTTP_2) {
            out.reset(2); // INTERNAL_ERROR
        } else {
            passage.request().connection().close();
        }
        passage.leave();
    }

    /** Of the endpoint, as opposed to the request's. */
    private static boolean isFault(HttpClientResponse response) {
        return response.statusCode() >= 500
                && RetryRule.code(response)
                        .map(code -> code == ErrorCode.INTERNAL)
                        .orElse(true);
    }

    private void head(HttpClientResponse response, Answered answered, String note) {
        begun = true;
        count(response, answered);
        passage.answering(response.statusCode());
        HttpServerResponse out = passage.response();
        out.setStatusCode(response.statusCode());
        Headers.back(response.headers(), out.headers());
        out.headers().set("Pilotlight-Pool", lease.backend().pool());
        out.headers().set("Pilotlight-Route", answered.decision().route().toString());
        append(out.headers(), "Server-Timing", answered.serverTiming());
        append(out.headers(), "Cache-Status", note);
        if (response.getHeader("Content-Length") == null && passage.request().version() != HttpVersion.HTTP_2) {
            out.setChunked(true);
        }
    }

    private void count(HttpClientResponse response, Answered answered) {
        String function = transit.function().name();
        if (response.statusCode() < 400 && RetryRule.code(response).isEmpty()) {
            shared.metrics().answered(function, answered.timing(), transit.sinceItCame());
        } else {
            shared.metrics().failed(function, transit.sinceItCame());
        }
    }

    private static void append(MultiMap headers, String name, String value) {
        String before = headers.get(name);
        headers.set(name, before == null ? value : before + ", " + value);
    }

    /** Nobody waits for the answer any more. */
    void cancel() {
        if (end()) {
            lease.returned();
            if (upstream != null) {
                upstream.reset(CANCEL);
            }
        }
    }

    /** The deadline has passed; an answer that has begun is broken off. */
    void expire() {
        if (end()) {
            lease.overdue(transit.sizeClass());
            if (upstream != null) {
                upstream.reset(CANCEL);
            }
            if (begun) {
                breakOff(passage.response());
            }
        }
    }

    private boolean end() {
        boolean first = !over;
        over = true;
        return first;
    }
}
