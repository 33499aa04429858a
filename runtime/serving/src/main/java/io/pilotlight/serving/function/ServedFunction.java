package io.pilotlight.serving.function;

import io.pilotlight.api.Call;
import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.Inference;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Request;
import io.pilotlight.api.Response;
import io.pilotlight.api.Sha256;
import io.pilotlight.api.Waiting;
import io.pilotlight.serving.FunctionDefinition;
import io.pilotlight.serving.item.FunctionType;
import io.pilotlight.serving.item.ItemType;
import io.pilotlight.wire.json.JsonErrors;
import io.pilotlight.wire.manifest.FunctionManifest;
import io.pilotlight.wire.manifest.ManifestJson;

import io.quarkus.funqy.runtime.FunctionInvoker;
import io.quarkus.funqy.runtime.FunctionRecorder;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The typed function that this process serves, as every protocol sees it. It describes itself at once; whoever asks it for an
 * answer while its model is still being loaded waits for the model, as long as the deadline allows: in a cold start
 * nothing is refused that can still be answered in time.
 */
@Singleton
public class ServedFunction implements Inference<Record, Record> {

    private final FunctionDefinition<Record, Record> definition;
    private final FunctionManifest manifest;
    private final FunctionType<Record, Record> type;
    private final CompletableFuture<Inference<Record, Record>> loaded = new CompletableFuture<>();

    @Inject
    ServedFunction(FunctionDefinition<?, ?> definition) {
        this.definition = ofRecords(definition);
        this.manifest = ManifestJson.ofThisFunction();
        this.type = type(manifest.name(), onlyFunction());
    }

    private static FunctionInvoker onlyFunction() {
        Iterator<FunctionInvoker> functions =
                FunctionRecorder.registry.invokers().iterator();
        if (!functions.hasNext()) {
            throw new IllegalStateException("expected a method with @Funq, found none");
        }
        FunctionInvoker first = functions.next();
        if (functions.hasNext()) {
            throw new IllegalStateException(
                    "expected one method with @Funq, found more: a process serves one function");
        }
        return first;
    }

    private static FunctionType<Record, Record> type(String name, FunctionInvoker function) {
        if (!function.getName().equals(name)) {
            throw new IllegalStateException("the manifest describes \"" + name + "\", and the function is \""
                    + function.getName() + "\": build it anew");
        }
        Method method = function.getMethod();
        return new FunctionType<>(name, itemType(method.getParameterTypes()[0]), itemType(method.getReturnType()));
    }

    /** The protocols handle items without knowing their types; that they are records was checked for the signature. */
    private static ItemType<Record> itemType(Class<?> type) {
        return ItemType.of(type.asSubclass(Record.class)).asRecords();
    }

    @SuppressWarnings("unchecked")
    private static FunctionDefinition<Record, Record> ofRecords(FunctionDefinition<?, ?> definition) {
        return (FunctionDefinition<Record, Record>) definition;
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

    FunctionManifest.Variant variant() {
        return manifest.variants().getFirst();
    }

    public Sha256 answerDigest() {
        return variant().answerDigest();
    }

    /** Its model has answered the warm-up request. */
    void answerBy(Inference<Record, Record> inference) {
        loaded.complete(inference);
    }

    /** Has that done when the model has answered, by whoever has loaded it; never, if it cannot be loaded. */
    public void whenReady(Runnable action) {
        CompletableFuture<Void> _ = loaded.thenRun(action);
    }

    void failedToLoad(Throwable reason) {
        loaded.completeExceptionally(reason);
    }

    /** Whether the model has answered its warm-up request. */
    boolean isReady() {
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
        if (!loaded.isDone()) {
            Waiting.begins();
        }
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
            throw Call.abandoned();
        }
    }
}
