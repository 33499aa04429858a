package io.pilotlight.router.forward;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;
import io.pilotlight.wire.http.Passage;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

import java.util.function.Consumer;

/** A request's body, as far as it had to be read to pass it on. */
sealed interface RequestBody {

    /** All of it: it can be sent more than once, and is a part of what a response is kept under. */
    record Whole(Buffer bytes) implements RequestBody {}

    /** Its beginning. The rest waits at the connection, and can be sent once. */
    record Begun(Buffer beginning) implements RequestBody {}

    /** Looks at what has come of a body. */
    interface Watcher {

        /**
         * Whether enough has come.
         *
         * @throws InferenceException if no more of it is wanted
         */
        boolean isEnough(Buffer soFar, boolean whole);
    }

    /**
     * Reads until the body ends, is longer than is held of it, or is enough.
     *
     * @param maxHeld of its bytes; claimed of the house's memory before they are kept
     * @param then gets the body
     * @param failed gets the reason for which there is none
     */
    static void read(
            Passage passage,
            long maxHeld,
            long timeoutMillis,
            Watcher watcher,
            Consumer<RequestBody> then,
            Consumer<InferenceException> failed) {
        new Reading(passage, maxHeld, watcher, then, failed).start(timeoutMillis);
    }

    /** One body that is being read. */
    final class Reading {

        private final Passage passage;
        private final HttpServerRequest request;
        private final long maxHeld;
        private final Watcher watcher;
        private final Consumer<RequestBody> then;
        private final Consumer<InferenceException> failed;
        private Buffer held = Buffer.buffer();
        private boolean ownsHeld;
        private boolean over;

        private Reading(
                Passage passage,
                long maxHeld,
                Watcher watcher,
                Consumer<RequestBody> then,
                Consumer<InferenceException> failed) {
            this.passage = passage;
            this.request = passage.request();
            this.maxHeld = maxHeld;
            this.watcher = watcher;
            this.then = then;
            this.failed = failed;
        }

        private void start(long timeoutMillis) {
            long timer = passage.vertx()
                    .setTimer(
                            timeoutMillis,
                            id -> fail(new InferenceException(
                                    ErrorCode.REQUEST_TIMEOUT,
                                    "body: expected within " + timeoutMillis + " ms, got " + held.length()
                                            + " bytes of it")));
            if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
                request.response().writeContinue();
            }
            request.handler(part -> {
                if (!over) {
                    take(part, timer);
                }
            });
            request.endHandler(end -> {
                passage.vertx().cancelTimer(timer);
                end();
            });
            request.exceptionHandler(gone -> {
                passage.vertx().cancelTimer(timer);
                over = true;
            });
        }

        private void take(Buffer part, long timer) {
            try {
                passage.claim(part.length());
                hold(part);
                if (held.length() > maxHeld || watcher.isEnough(held, false)) {
                    passage.vertx().cancelTimer(timer);
                    over = true;
                    request.pause();
                    then.accept(new Begun(held));
                }
            } catch (InferenceException e) {
                passage.vertx().cancelTimer(timer);
                fail(e);
            }
        }

        /** The first part belongs to the connection's reading, and is all of most bodies; what follows grows a buffer of our own. */
        private void hold(Buffer part) {
            if (held.length() == 0) {
                held = part;
            } else if (ownsHeld) {
                held.appendBuffer(part);
            } else {
                held = Buffer.buffer(2 * (held.length() + part.length()))
                        .appendBuffer(held)
                        .appendBuffer(part);
                ownsHeld = true;
            }
        }

        private void end() {
            if (!over) {
                over = true;
                try {
                    watcher.isEnough(held, true);
                    then.accept(new Whole(held));
                } catch (InferenceException e) {
                    failed.accept(e);
                }
            }
        }

        private void fail(InferenceException reason) {
            if (!over) {
                over = true;
                failed.accept(reason);
            }
        }
    }
}
