package io.pilotlight.wire.http;

import io.pilotlight.api.Attempts;
import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.vertx.core.Vertx;
import org.jboss.logging.Logger;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Where endpoints answer: each time on a virtual thread of its own, or on the event loop where they need not wait; in the request's
 * trace. The one place where failures become answers, and are logged where the fault is ours.
 */
final class EndpointThreads {

    private static final Logger LOG = Logger.getLogger(EndpointThreads.class);

    private final ThreadFactory threads = Thread.ofVirtual().name("request-", 0).factory();

    /**
     * A thread that answers once it is started, and may be interrupted when nobody wants the answer any more.
     *
     * @param route what a log calls it
     * @param trace that its work belongs to
     * @param failure the answer where there is none
     * @param then takes the answer, on the event loop of the caller
     */
    <A> Thread answering(
            Vertx vertx,
            String route,
            Context trace,
            Supplier<A> endpoint,
            Function<InferenceException, A> failure,
            Consumer<A> then) {
        io.vertx.core.Context eventLoop = vertx.getOrCreateContext();
        return threads.newThread(() -> {
            A answer = answer(route, trace, endpoint, failure);
            eventLoop.runOnContext(done -> then.accept(answer));
        });
    }

    /** Why there is no answer where nobody waits for one any more. */
    static InferenceException abandoned() {
        return new InferenceException(ErrorCode.DEADLINE_EXCEEDED, "the caller went away");
    }

    /** What comes of an attempt on this thread, which must not wait. */
    <A> Attempts.Outcome<A> attempt(
            String route, Context trace, Attempts<A> attempts, Function<InferenceException, A> failure) {
        return answer(route, trace, attempts::withoutWaiting, failure.andThen(Attempts.Outcome.Done::new));
    }

    private static <A> A answer(
            String route, Context trace, Supplier<A> endpoint, Function<InferenceException, A> failure) {
        try (Scope scope = trace.makeCurrent()) {
            return endpoint.get();
        } catch (InferenceException e) {
            if (e.code() == ErrorCode.INTERNAL) {
                LOG.errorf(e, "%s failed", route);
            }
            return failure.apply(e);
        } catch (CancellationException e) {
            return failure.apply(abandoned());
        } catch (RuntimeException | Error e) {
            LOG.errorf(e, "%s failed", route);
            return failure.apply(
                    new InferenceException(ErrorCode.INTERNAL, "an internal error; its trace is in the log"));
        }
    }
}
