package io.pilotlight.serving.openinference;

import io.pilotlight.api.Call;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.ModelId;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.Tensors;
import io.pilotlight.serving.repository.Model;
import io.pilotlight.serving.repository.ModelRepository;
import io.pilotlight.wire.http.HttpServing;
import io.pilotlight.wire.openinference.DescribedModels;
import io.pilotlight.wire.openinference.ModelDescription;
import io.pilotlight.wire.openinference.ModelState;
import io.pilotlight.wire.openinference.Statistics;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
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
public class ServedModels implements DescribedModels {

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

    /** Who may call a process may know what it serves. */
    @Override
    public Future<DescribedModels> seenBy(RoutingContext request) {
        return Future.succeededFuture(this);
    }

    @Override
    public boolean isReady() {
        return repository.isReady() && !isDraining();
    }

    @Override
    public ModelState state(String name, String version) {
        return whileDraining(repository.state(name, version));
    }

    @Override
    public ModelDescription describe(String name, String version) {
        return use(
                name,
                version,
                model -> new ModelDescription(
                        model.id(),
                        readyVersions(model.id().name()),
                        model.signature(),
                        model.maxItems(),
                        List.of(model.answerDigest())));
    }

    @Override
    public Statistics statistics(String name, String version) {
        return use(
                name,
                version,
                model -> new Statistics(model.id(), model.statistics().snapshot()));
    }

    @Override
    public List<Statistics> statistics() {
        List<Statistics> statistics = new ArrayList<>();
        for (ModelId model : repository.ready()) {
            try {
                statistics.add(statistics(model.name(), model.version()));
            } catch (InferenceException unloadedMeanwhile) {
                LOG.debugf(unloadedMeanwhile, "%s is left out", model);
            }
        }
        return statistics;
    }

    /** {@link ModelRepository#use}. */
    public <T> T use(String name, String version, Function<Model, T> work) {
        return repository.use(name, version, work);
    }

    @Override
    public List<ModelState> index(boolean onlyReady) {
        return repository.index().stream()
                .map(this::whileDraining)
                .filter(model -> model.isReady() || !onlyReady)
                .toList();
    }

    /** The oldest first. */
    private List<String> readyVersions(String name) {
        return repository.ready().stream()
                .filter(model -> model.name().equals(name))
                .map(ModelId::version)
                .toList()
                .reversed();
    }

    private ModelState whileDraining(ModelState state) {
        return state.isReady() && isDraining()
                ? new ModelState(state.id(), ModelState.Availability.UNAVAILABLE, "the process shuts down")
                : state;
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
