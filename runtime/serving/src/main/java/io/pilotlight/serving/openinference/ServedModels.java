package io.pilotlight.serving.openinference;

import io.pilotlight.api.Call;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.ModelId;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.Tensors;
import io.pilotlight.serving.repository.Model;
import io.pilotlight.serving.repository.ModelRepository;
import io.pilotlight.serving.repository.ModelState;
import io.pilotlight.wire.http.HttpServing;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;

/** The process's repository as the protocol sees it: nothing is ready any more once the process has been told to stop. */
@Singleton
public class ServedModels {

    private static final Logger LOG = Logger.getLogger(ServedModels.class);

    private final ModelRepository repository;
    private final Instance<HttpServing> http;

    @Inject
    ServedModels(ModelRepository repository, Instance<HttpServing> http) {
        this.repository = repository;
        this.http = http;
    }

    public ModelRepository repository() {
        return repository;
    }

    public boolean isReady() {
        return repository.isReady() && !isDraining();
    }

    /**
     * Whether a model is ready.
     *
     * @throws io.pilotlight.api.InferenceException {@code UNKNOWN_MODEL}
     */
    public boolean isReady(String name, String version) {
        return repository.state(name, version).isReady() && !isDraining();
    }

    /** {@link ModelRepository#use}. */
    public <T> T use(String name, String version, Function<Model, T> work) {
        return repository.use(name, version, work);
    }

    /** {@link ModelRepository#index}, or those lines of it that are ready. */
    public List<ModelState> index(boolean onlyReady) {
        boolean draining = isDraining();
        return repository.index().stream()
                .map(model -> draining && model.isReady() ? shuttingDown(model) : model)
                .filter(model -> model.isReady() || !onlyReady)
                .toList();
    }

    /** Versions of a model that are ready, the oldest first. */
    public List<String> readyVersions(String name) {
        return repository.ready().stream()
                .filter(model -> model.name().equals(name))
                .map(ModelId::version)
                .toList()
                .reversed();
    }

    /** Something about every model that is ready. */
    public <T> List<T> ofAllReady(Function<Model, T> description) {
        List<T> descriptions = new ArrayList<>();
        for (ModelId model : repository.ready()) {
            try {
                descriptions.add(use(model.name(), model.version(), description));
            } catch (InferenceException unloadedMeanwhile) {
                LOG.debugf(unloadedMeanwhile, "%s is left out", model);
            }
        }
        return descriptions;
    }

    private static ModelState shuttingDown(ModelState model) {
        return new ModelState(model.id(), ModelState.Availability.UNAVAILABLE, "the process shuts down");
    }

    private boolean isDraining() {
        return http.get().isDraining();
    }

    /**
     * Refuses what Triton's callers may send with a request to load a model, its configuration or its files: here it comes from
     * its repository alone.
     *
     * @throws InferenceException {@code INVALID_REQUEST}
     */
    public static void requireNoLoadParameters(int count) {
        if (count > 0) {
            throw InferenceException.invalid(
                    "parameters",
                    "parameters: expected none, since a model is loaded as its repository has it, got " + count);
        }
    }

    /** What requests to a model are held against. */
    public static InputCheck check(Model model) {
        return new InputCheck(model.signature(), model.maxItems());
    }

    /**
     * Answers a request with the outputs that it asks for.
     *
     * @throws io.pilotlight.api.InferenceException if it cannot
     */
    public static Model.Answer answer(Model model, InferRequest request, Call call) {
        Model.Answer answer = model.infer(new Model.Question(
                request.inputs(),
                request.parameters(),
                call.with(
                        SchedulePolicy.tier(request.parameters(), call.tier()),
                        SchedulePolicy.deadline(request.parameters(), call.deadline(), System.nanoTime()))));
        return new Model.Answer(requested(answer.outputs(), request.outputs()), answer.timing(), answer.cacheUse());
    }

    private static Tensors requested(Tensors all, List<InferRequest.Output> asked) {
        if (asked.isEmpty()) {
            return all;
        }
        SequencedMap<String, Tensor> some = new LinkedHashMap<>();
        asked.forEach(output -> some.put(output.name(), all.get(output.name())));
        return new Tensors(some);
    }
}
