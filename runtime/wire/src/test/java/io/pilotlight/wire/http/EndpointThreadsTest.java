package io.pilotlight.wire.http;

import io.pilotlight.api.Attempts;
import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Waiting;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class EndpointThreadsTest {

    private static final ContextKey<String> KEY = ContextKey.named("test");

    private final Vertx vertx = Vertx.vertx();
    private final Logger logger = Logger.getLogger(EndpointThreads.class.getName());
    private final Log log = new Log();

    @BeforeEach
    void listen() {
        logger.addHandler(log);
    }

    @AfterEach
    void close() {
        logger.removeHandler(log);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void answer_isMadeOnAVirtualThreadAndTakenOnTheEventLoop() {
        CompletableFuture<Boolean> takenThere = new CompletableFuture<>();
        vertx.runOnContext(start -> new EndpointThreads()
                .answering(
                        vertx,
                        "/route",
                        Context.root(),
                        () -> Thread.currentThread().isVirtual(),
                        failure -> false,
                        madeThere -> takenThere.complete(madeThere && io.vertx.core.Context.isOnEventLoopThread()))
                .start());

        assertThat(takenThere.join()).isTrue();
    }

    @Test
    void answer_isMadeAtOnceWhereItNeedNotWait() {
        assertThat(atOnce(() -> Thread.currentThread().getName()))
                .contains(Thread.currentThread().getName());
        assertThat(atOnce(() -> {
                    throw new InferenceException(ErrorCode.NOT_CACHED, "refused");
                }))
                .contains("NOT_CACHED: refused");
    }

    @Test
    void answer_isNotMadeAtOnceWhereItWouldHaveToWait() {
        assertThat(atOnce(() -> {
                    Waiting.begins();
                    return "answer";
                }))
                .isEmpty();
        assertThat(log.thrown).isEmpty();
    }

    private static Optional<String> atOnce(Supplier<String> endpoint) {
        return new EndpointThreads()
                                .attempt(
                                        "/route",
                                        Context.root(),
                                        new Attempts<>(endpoint, false, Runnable::run),
                                        EndpointThreadsTest::told)
                        instanceof Attempts.Outcome.Done<String>(String answer)
                ? Optional.of(answer)
                : Optional.empty();
    }

    private static String told(InferenceException failure) {
        return failure.code() + ": " + failure.getMessage();
    }

    @Test
    void answer_isMadeInTheRequestsTrace() {
        Context trace = Context.root().with(KEY, "the request's");

        assertThat(answer(trace, () -> String.valueOf(Context.current().get(KEY))))
                .isEqualTo("the request's");
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void refusal_isTheFailuresAnswer_andLoggedWhereTheFaultIsOurs(ErrorCode code) {
        InferenceException refusal = new InferenceException(code, "refused");

        assertThat(answer(Context.root(), () -> {
                    throw refusal;
                }))
                .isEqualTo(code + ": refused");

        assertThat(log.thrown).isEqualTo(code == ErrorCode.INTERNAL ? List.of(refusal) : List.of());
    }

    @Test
    void fault_isLoggedAndNotTold() {
        Error fault = new StackOverflowError("of ours");

        assertThat(answer(Context.root(), () -> {
                    throw fault;
                }))
                .isEqualTo("INTERNAL: an internal error; its trace is in the log");

        assertThat(log.thrown).containsExactly(fault);
    }

    @Test
    void cancelled_isNoFaultOfOurs() {
        assertThat(answer(Context.root(), () -> {
                    throw new CancellationException();
                }))
                .isEqualTo("DEADLINE_EXCEEDED: the caller went away");

        assertThat(log.thrown).isEmpty();
    }

    private String answer(Context trace, Supplier<String> endpoint) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        new EndpointThreads()
                .answering(vertx, "/route", trace, endpoint, EndpointThreadsTest::told, answer::complete)
                .start();
        return answer.join();
    }

    private static final class Log extends Handler {

        private final List<Throwable> thrown = new ArrayList<>();

        @Override
        public void publish(LogRecord entry) {
            thrown.add(entry.getThrown());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
