package io.pilotlight.wire.http;

import io.pilotlight.api.InferenceException;

import io.netty.handler.codec.http.HttpRequest;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Whether a request of HTTP/1 says beyond doubt where it ends and which host it is for. Where a proxy and this server may read
 * that differently, a caller can hide a request in what the proxy takes for the body of another (RFC 9112, section 11.2). So
 * whatever leaves room for doubt is refused, and nothing that follows it on its connection is read as a request.
 *
 * <p>All of it gets status 400. For an unknown transfer coding RFC 9112 recommends 501; but the caller is at fault, and proxies
 * would count a 5xx against this server and may send the request to the next one.
 */
final class RequestFraming {

    private RequestFraming() {}

    /** What is wrong with that request; frames leave no doubt where one of HTTP/2 ends. */
    static Optional<InferenceException> fault(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_2
                ? Optional.empty()
                : fault(request.version() == HttpVersion.HTTP_1_0, request.headers()::getAll);
    }

    static Optional<InferenceException> fault(HttpRequest request) {
        return fault(
                request.protocolVersion().equals(io.netty.handler.codec.http.HttpVersion.HTTP_1_0),
                request.headers()::getAll);
    }

    /** What is wrong with a request that has these values of each header. */
    static Optional<InferenceException> fault(boolean http10, Function<String, List<String>> headers) {
        return hostFault(http10, headers.apply("Host"))
                .or(() -> codingFault(http10, headers.apply("Transfer-Encoding"), headers))
                .or(() -> fault("Expect", "100-continue", headers.apply("Expect")));
    }

    private static Optional<InferenceException> hostFault(boolean http10, List<String> hosts) {
        boolean sound = hosts.size() == 1 || (http10 && hosts.isEmpty());
        return sound ? Optional.empty() : Optional.of(invalid("Host", "one", String.valueOf(hosts.size())));
    }

    private static Optional<InferenceException> codingFault(
            boolean http10, List<String> codings, Function<String, List<String>> headers) {
        if (codings.isEmpty()) {
            return Optional.empty(); // the HTTP decoder has checked the lengths
        }
        if (http10) {
            return Optional.of(invalid("Transfer-Encoding", "none in HTTP/1.0", ErrorReply.quoted(codings.getFirst())));
        }
        if (!headers.apply("Content-Length").isEmpty()) {
            return Optional.of(
                    invalid("Transfer-Encoding", "none beside Content-Length", ErrorReply.quoted(codings.getFirst())));
        }
        return fault("Transfer-Encoding", "chunked", codings);
    }

    /** Of a header that may be there once, with one value. Of two readers one may see that value in a list, and one not. */
    private static Optional<InferenceException> fault(String header, String only, List<String> values) {
        if (values.size() > 1) {
            return Optional.of(invalid(header, "one", String.valueOf(values.size())));
        }
        return values.isEmpty() || values.getFirst().equalsIgnoreCase(only)
                ? Optional.empty()
                : Optional.of(invalid(header, only, ErrorReply.quoted(values.getFirst())));
    }

    private static InferenceException invalid(String header, String expected, String actual) {
        return InferenceException.invalid(header, "header " + header + ": expected " + expected + ", got " + actual);
    }
}
