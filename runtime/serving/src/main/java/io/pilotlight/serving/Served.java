package io.pilotlight.serving;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.Inference;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Request;
import io.pilotlight.api.Response;
import io.pilotlight.api.Sha256;
import io.pilotlight.serving.item.FunctionType;
import io.pilotlight.serving.json.JsonErrors;
import io.pilotlight.serving.manifest.FunctionManifest;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The function that this process serves, as every protocol sees it. It describes itself at once; whoever asks it for an
 * answer while its model is still being loaded waits for the model, as long as the deadline allows: in a cold start
 * nothing is refused that can still be answered in time.
 */
public final class Served implements Inference<Record, Record> {

    private final FunctionManifest manifest;
    private final FunctionType<Record, Record> type;
    private final FunctionDefinition<Record, Record> definition;
    private final CompletableFuture<Inference<Record, Record>> loaded;

    Served(
            FunctionManifest manifest,
            FunctionType<Record, Record> type,
            FunctionDefinition<Record, Record> definition,
            CompletableFuture<Inference<Record, Record>> loaded) {
        this.manifest = manifest;
        this.type = type;
        this.definition = definition;
        this.loaded = loaded;
    }

    public FunctionManifest manifest() {
        return manifest;
    }

    public FunctionType<Record, Record> type() {
        return type;
    }

    public FunctionDefinition<Record, Record> definition() {
        return definition;
    }

    public String name() {
        return manifest.name();
    }

    public FunctionManifest.Variant variant() {
        return manifest.variants().getFirst();
    }

    public Sha256 answerDigest() {
        return variant().answerDigest();
    }

    /** Whether the model has answered its warm-up request. */
    public boolean isReady() {
        return loaded.isDone() && !loaded.isCompletedExceptionally();
    }

    /**
     * Refuses a caller who asks for another model.
     *
     * @throws InferenceException {@code UNKNOWN_MODEL}
     */
    public void requireName(String model) {
        if (!model.equals(name())) {
            throw new InferenceException(
                    ErrorCode.UNKNOWN_MODEL,
                    "model \"" + JsonErrors.abbreviate(model) + "\": unknown; there is \"" + name() + "\"");
        }
    }

    @Override
    public Response<Record> infer(Request<Record> request) {
        return whenLoaded(request).infer(request);
    }

    private Inference<Record, Record> whenLoaded(Request<?> request) {
        try {
            long remaining = Math.max(0, request.deadline().remainingNanos(System.nanoTime()));
            return loaded.get(remaining, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw InferenceException.retryLater(
                    ErrorCode.MODEL_LOADING, "model \"" + name() + "\" is being loaded", Duration.ofSeconds(1));
        } catch (ExecutionException e) {
            throw new InferenceException(
                    ErrorCode.INTERNAL, "model \"" + name() + "\" could not be loaded", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("the caller went away");
        }
    }
}
