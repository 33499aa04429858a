package io.pilotlight.router.response;

import io.pilotlight.api.CacheControl;
import io.pilotlight.api.Call;
import io.pilotlight.api.Waiting;
import io.pilotlight.cache.ItemKey;
import io.pilotlight.cache.ResponseCache;
import io.pilotlight.cache.StoreQuestion;
import io.pilotlight.router.catalog.CatalogFunction;
import io.pilotlight.wire.http.EventLoopWait;
import io.pilotlight.wire.manifest.FunctionManifest;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The responses that are kept, as an event loop asks for them: at once from this process's memory, and later from the store that
 * processes share.
 */
public final class KeptResponses {

    /** A longer response is passed on as it comes, and not kept. */
    public static final int MAX_BYTES = 1 << 20;

    private static final String EVENTS = "application/cloudevents";

    private final Optional<ResponseCache> cache;

    /**
     * Kept there.
     *
     * @param cache none where nothing is kept
     */
    public KeptResponses(Optional<ResponseCache> cache) {
        this.cache = cache;
    }

    /** A kept response and its age. */
    public record Kept(WholeResponse response, Duration age, Duration timeToLive) {}

    /** Begins to connect to the store that processes share, so that a function's first caller need not do without. */
    public void expect(CatalogFunction function) {
        cache.ifPresent(it -> it.expect(origin(function, Call.NO_TENANT)));
    }

    /**
     * Whether the response to a request may be kept, or be one that was. Replies to events never: they have identities.
     *
     * @param call what its caller says
     */
    public boolean mayKeep(CatalogFunction function, HttpServerRequest request, Call call) {
        CacheControl control = call.cacheControl();
        boolean event = request.headers().contains("ce-id")
                || String.valueOf(request.getHeader("Content-Type")).startsWith(EVENTS)
                || "/".equals(request.path());
        return cache.isPresent() && function.isRepeatable() && !event && !(control.noCache() && control.noStore());
    }

    /** Under what it is kept; empty if that cannot be known at once. */
    public Optional<ItemKey> keyAtOnce(CatalogFunction function, HttpServerRequest request, Call call, Buffer body) {
        return Waiting.without(() -> key(function, request, call, body)).flatMap(key -> key);
    }

    private Optional<ItemKey> key(CatalogFunction function, HttpServerRequest request, Call call, Buffer body) {
        return cache.flatMap(it -> it.key(origin(function, call.tenant()), RequestKey.of(request, body)));
    }

    private static ResponseCache.Origin origin(CatalogFunction function, String tenant) {
        return new ResponseCache.Origin(
                tenant,
                function.name(),
                function.version(),
                function.manifest().variants().stream()
                        .map(FunctionManifest.Variant::answerDigest)
                        .toList());
    }

    /** The same where it may have to be waited for. */
    public Future<Optional<ItemKey>> keyLater(
            Vertx vertx, CatalogFunction function, HttpServerRequest request, Call call, Buffer body) {
        return later(vertx, () -> key(function, request, call, body));
    }

    /** What this process remembers, unless it is older than the caller wants. */
    public Optional<Kept> near(ItemKey key, Call call) {
        return cache.flatMap(it -> it.near(key)).map(KeptResponses::kept).filter(kept -> isWanted(kept, call));
    }

    /** What any process has kept. */
    public Future<Optional<Kept>> shared(Vertx vertx, ItemKey key, Call call) {
        if (cache.isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        StoreQuestion<Optional<ResponseCache.Kept>> asked = cache.get().shared(key);
        return EventLoopWait.until(vertx, asked.answered(), asked.untilNanos()).map(come -> asked.outcome()
                .flatMap(found -> found)
                .map(KeptResponses::kept)
                .filter(kept -> isWanted(kept, call)));
    }

    private static boolean isWanted(Kept kept, Call call) {
        CacheControl control = call.cacheControl();
        return !control.noCache()
                && control.maxAge().map(most -> kept.age().compareTo(most) <= 0).orElse(true);
    }

    private static Kept kept(ResponseCache.Kept kept) {
        return new Kept(WholeResponse.of(kept.response()), kept.age(), kept.timeToLive());
    }

    private static <T> Future<T> later(Vertx vertx, Supplier<T> work) {
        Promise<T> promise = Promise.promise();
        io.vertx.core.Context eventLoop = vertx.getOrCreateContext();
        Thread.ofVirtual().name("kept-responses").start(() -> {
            try {
                T done = work.get();
                eventLoop.runOnContext(back -> promise.complete(done));
            } catch (RuntimeException e) {
                eventLoop.runOnContext(back -> promise.fail(e));
            }
        });
        return promise.future();
    }

    /** Whether a response that came may be kept. */
    public static boolean isKeepable(int status, MultiMap headers) {
        String control = headers.get("Cache-Control");
        return status == 200 && (control == null || !control.contains("no-store"));
    }

    /**
     * Keeps a response.
     *
     * @param age of what it rests on
     */
    public boolean keep(ItemKey key, WholeResponse response, Duration age) {
        String status = grpcStatus(response);
        return (status.isEmpty() || status.equals("0"))
                && cache.map(it -> it.keep(key, response.tensors(), age)).orElse(false);
    }

    private static String grpcStatus(WholeResponse response) {
        int at = response.trailers().indexOf("grpc-status");
        return at < 0 ? "" : response.trailers().get(at + 1);
    }
}
