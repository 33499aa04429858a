package io.pilotlight.engine.lane;

import io.pilotlight.api.Inference;
import io.pilotlight.api.Request;
import io.pilotlight.api.Response;
import io.pilotlight.api.Tensors;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Someone who asks on a virtual thread of their own. */
final class Caller {

    /** How it went. */
    private sealed interface Outcome {

        record Answered(Response<Tensors> response) implements Outcome {}

        record Failed(Throwable failure, boolean interrupted) implements Outcome {}
    }

    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private final Thread thread;

    private Caller(Inference<Tensors, Tensors> inference, Request<Tensors> request) {
        this.thread = Thread.ofVirtual().unstarted(() -> outcome.complete(outcome(inference, request)));
    }

    private static Outcome outcome(Inference<Tensors, Tensors> inference, Request<Tensors> request) {
        try {
            return new Outcome.Answered(inference.infer(request));
        } catch (Throwable t) {
            return new Outcome.Failed(t, Thread.currentThread().isInterrupted());
        }
    }

    static Caller ask(Inference<Tensors, Tensors> inference, Request<Tensors> request) {
        Caller caller = new Caller(inference, request);
        caller.thread.start();
        return caller;
    }

    void interrupt() {
        thread.interrupt();
    }

    boolean hasOutcome() {
        return outcome.isDone();
    }

    boolean hasFailed() {
        return await() instanceof Outcome.Failed;
    }

    Response<Tensors> response() {
        return switch (await()) {
            case Outcome.Answered answered -> answered.response();
            case Outcome.Failed failed ->
                throw new AssertionError("expected an answer, got " + failed.failure(), failed.failure());
        };
    }

    List<Integer> answer() {
        return Numbers.numbers(response());
    }

    Throwable failure() {
        return failed().failure();
    }

    /** Whether the thread was still interrupted when its request had failed. */
    boolean wasInterrupted() {
        return failed().interrupted();
    }

    private Outcome.Failed failed() {
        return switch (await()) {
            case Outcome.Failed failed -> failed;
            case Outcome.Answered answered ->
                throw new AssertionError("expected a failure, got " + Numbers.numbers(answered.response()));
        };
    }

    private Outcome await() {
        try {
            return outcome.get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("the caller still waits", e);
        }
    }
}
