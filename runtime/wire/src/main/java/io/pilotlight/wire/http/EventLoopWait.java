package io.pilotlight.wire.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** How an event loop waits for what completes somewhere else: by going on with other things. */
public final class EventLoopWait {

    private EventLoopWait() {}

    /** Succeeds on the event loop that asks, when that is complete, however it ends. */
    public static Future<Void> until(Vertx vertx, CompletableFuture<?> what) {
        Promise<Void> over = Promise.promise();
        Context eventLoop = vertx.getOrCreateContext();
        CompletableFuture<?> _ = what.whenComplete((_, _) -> eventLoop.runOnContext(come -> over.complete()));
        return over.future();
    }

    /**
     * Succeeds on the event loop that asks, when that is complete, however it ends, or the time is over.
     *
     * @param untilNanos a time of {@link System#nanoTime}
     */
    public static Future<Void> until(Vertx vertx, CompletableFuture<?> what, long untilNanos) {
        Promise<Void> over = Promise.promise();
        Context eventLoop = vertx.getOrCreateContext();
        long millis = TimeUnit.NANOSECONDS.toMillis(untilNanos - System.nanoTime()) + 1;
        long timer = vertx.setTimer(Math.max(1, millis), late -> over.tryComplete());
        CompletableFuture<?> _ = what.whenComplete((_, _) -> eventLoop.runOnContext(come -> over.tryComplete()));
        return over.future().onComplete(done -> vertx.cancelTimer(timer));
    }
}
