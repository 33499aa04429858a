package io.pilotlight.wire.openinference.rest;

import io.pilotlight.wire.http.RouteTable;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether the server is ready, as whoever starts it asks. Who prefers to wait (RFC 7240, section 4.3: {@code Prefer: wait=1}, in seconds)
 * is answered as soon as it is, and need not ask again and again while it needs the processors to start.
 */
final class Readiness implements RouteTable.Asking<Boolean> {

    private static final Pattern WAIT =
            Pattern.compile("(?:^|[,;])\\s*wait\\s*=\\s*\"?(\\d{1,4})", Pattern.CASE_INSENSITIVE);
    private static final long MOST_SECONDS = 5;

    /** Others are answered at once. */
    private static final int MOST_WAITING = 64;

    private static final long POLL_MILLIS = 1;

    private final BooleanSupplier ready;
    private final AtomicInteger waiting = new AtomicInteger();

    Readiness(BooleanSupplier ready) {
        this.ready = ready;
    }

    @Override
    public Future<Boolean> of(RoutingContext context) {
        boolean already = ready.getAsBoolean();
        long seconds = already ? 0 : seconds(context.request());
        if (seconds == 0) {
            return Future.succeededFuture(already);
        }
        if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            return Future.succeededFuture(false);
        }
        return await(context.vertx(), System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds))
                .onComplete(known -> waiting.decrementAndGet());
    }

    private Future<Boolean> await(Vertx vertx, long untilNanos) {
        Promise<Boolean> known = Promise.promise();
        vertx.setPeriodic(POLL_MILLIS, timer -> {
            boolean is = ready.getAsBoolean();
            if (is || System.nanoTime() - untilNanos >= 0) {
                vertx.cancelTimer(timer);
                known.complete(is);
            }
        });
        return known.future();
    }

    private static long seconds(HttpServerRequest request) {
        String preference = request.getHeader("Prefer");
        if (preference == null) {
            return 0;
        }
        Matcher wait = WAIT.matcher(preference);
        return wait.find() ? Math.min(MOST_SECONDS, Long.parseLong(wait.group(1))) : 0;
    }
}
