package io.pilotlight.serving.function;

import io.pilotlight.api.Deadline;
import io.pilotlight.api.Inference;
import io.pilotlight.api.LatencyTier;
import io.pilotlight.api.Request;
import io.pilotlight.api.Tensors;
import io.pilotlight.engine.HandledInference;
import io.pilotlight.engine.Handler;
import io.pilotlight.engine.batch.BatchRule;
import io.pilotlight.engine.lane.Lanes;
import io.pilotlight.engine.model.ModelFiles;
import io.pilotlight.engine.session.NativeMemory;
import io.pilotlight.engine.session.OnnxSession;
import io.pilotlight.engine.session.Session;
import io.pilotlight.engine.session.SessionSettings;
import io.pilotlight.serving.FunctionDefinition;
import io.pilotlight.serving.plan.InitialPlan;
import io.pilotlight.serving.plan.PlannedLanes;
import io.pilotlight.serving.plan.Plans;
import io.pilotlight.serving.start.EarlyLoad;
import io.pilotlight.serving.start.EarlyStart;
import io.pilotlight.wire.manifest.FunctionManifest;
import io.pilotlight.wire.telemetry.ColdStart;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/** Loads a function: its session and its handler side by side, then one warm-up answer. */
final class FunctionLoader {

    /** The first is slow, and what is promised to callers rests on what runs have taken: two more outvote it. */
    private static final int WARM_UP_RUNS = 3;

    private static final Duration WARM_UP_PATIENCE = Duration.ofMinutes(5);

    private final Optional<EarlyLoad> early;
    private final ModelFiles files;
    private final String model;
    private final Plans plans;
    private final InitialPlan plan;
    private final boolean rowsIndependent;
    private final ColdStart coldStart;

    /**
     * Loads that variant.
     *
     * @param folder of the model's files
     */
    FunctionLoader(Path folder, FunctionManifest.Variant variant, Plans plans, ColdStart coldStart) {
        this.early = EarlyStart.of(folder);
        this.files = early.map(EarlyLoad::files).orElseGet(() -> new ModelFiles(folder, variant.files()));
        this.model = variant.model();
        this.plans = plans;
        this.plan = plans.initial(variant.answerDigest(), !variant.graphOptimized());
        this.rowsIndependent = variant.rowsIndependent();
        this.coldStart = coldStart;
    }

    /**
     * A function that answers.
     *
     * @param lanes that whoever loaded it closes
     */
    record Loaded<I, O>(Handler<? super I, O> handler, PlannedLanes lanes) {

        Inference<I, O> inference() {
            return new HandledInference<>(handler, lanes.lanes());
        }
    }

    /**
     * Loads on the calling thread and one more.
     *
     * @throws RuntimeException saying which file is missing, altered or refused
     */
    <I extends Record, O extends Record> Loaded<I, O> load(String name, FunctionDefinition<I, O> definition) {
        CompletableFuture<Session> session =
                CompletableFuture.supplyAsync(() -> coldStart.timed("session", this::session), threadPerTask());
        Handler<? super I, O> handler = coldStart.timed("handler", () -> handler(definition));
        Session opened = joined(session);
        NativeMemory.release();
        BatchRule rule = BatchRule.of(opened.signature(), rowsIndependent, handler.padding());
        PlannedLanes lanes = plans.lanes(name, plan, opened, rule);
        coldStart.timed("warm-up", () -> warmUp(handler, lanes.lanes()));
        return new Loaded<>(handler, lanes);
    }

    private Session session() {
        SessionSettings settings = plan.plan().session();
        return early.flatMap(it -> it.session(settings)).orElseGet(() -> {
            Path file = coldStart.timed("verify", () -> files.verified(model));
            return OnnxSession.open(file, settings);
        });
    }

    private <I extends Record, O extends Record> Handler<? super I, O> handler(FunctionDefinition<I, O> definition) {
        return early.flatMap(it -> it.handler(definition)).orElseGet(() -> definition.load(files));
    }

    private static <J, O> Object warmUp(Handler<J, O> handler, Lanes lanes) {
        Deadline deadline = Deadline.after(WARM_UP_PATIENCE, System.nanoTime());
        HandledInference<J, O> inference = new HandledInference<>(handler, lanes);
        Request<J> request = new Request<>(List.of(handler.sample()), LatencyTier.INTERACTIVE, deadline);
        for (int run = 1; run < WARM_UP_RUNS; run++) {
            inference.infer(request);
        }
        return inference.infer(request);
    }

    /** Has the function's plan improved, once it is ready. */
    void improve(Loaded<?, ?> loaded) {
        Path file = files.verified(model);
        loaded.lanes()
                .improve(settings -> OnnxSession.open(file, settings), files.size(model), sample(loaded.handler()));
    }

    private static <J> Tensors sample(Handler<J, ?> handler) {
        return handler.encode(handler.sample());
    }

    private static Executor threadPerTask() {
        return task -> Thread.ofPlatform().name("load-session").start(task);
    }

    private static <T> T joined(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
