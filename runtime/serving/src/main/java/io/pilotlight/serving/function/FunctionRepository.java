package io.pilotlight.serving.function;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.Inference;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.ModelId;
import io.pilotlight.engine.lane.Lanes;
import io.pilotlight.serving.Home;
import io.pilotlight.serving.ItemLimitsConfig;
import io.pilotlight.serving.ModelConfig;
import io.pilotlight.serving.cache.ResultCache;
import io.pilotlight.serving.plan.PlannedLanes;
import io.pilotlight.serving.plan.Plans;
import io.pilotlight.serving.repository.Model;
import io.pilotlight.serving.repository.ModelRepository;
import io.pilotlight.serving.telemetry.InferenceMetrics;
import io.pilotlight.serving.telemetry.MeteredInference;
import io.pilotlight.serving.telemetry.Tracing;
import io.pilotlight.wire.http.LimitsConfig;
import io.pilotlight.wire.manifest.FunctionManifest;
import io.pilotlight.wire.openinference.DescribedModels;
import io.pilotlight.wire.openinference.ModelState;
import io.pilotlight.wire.openinference.ModelState.Availability;
import io.pilotlight.wire.telemetry.ColdStart;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/**
 * The repository of a process that serves a typed function: that function, which lives as long as its process. {@link #nest}
 * tells the path of a request.
 */
@Singleton
public class FunctionRepository implements ModelRepository {

    private static final Logger LOG = Logger.getLogger(FunctionRepository.class);

    private final ServedFunction function;
    private final FunctionModel model;
    private final ModelConfig settings;
    private final LimitsConfig limits;
    private final ItemLimitsConfig itemLimits;
    private final Plans plans;
    private final ColdStart coldStart;
    private final InferenceMetrics metrics;
    private final Tracing tracing;
    private final ResultCache cache;
    private volatile @Nullable PlannedLanes lanes;

    @Inject
    FunctionRepository(
            ServedFunction function,
            ModelConfig settings,
            LimitsConfig limits,
            ItemLimitsConfig itemLimits,
            Plans plans,
            ColdStart coldStart,
            InferenceMetrics metrics,
            Tracing tracing,
            ResultCache cache) {
        this.function = function;
        this.model = new FunctionModel(function, limits.itemsPerRequest());
        this.settings = settings;
        this.limits = limits;
        this.itemLimits = itemLimits;
        this.plans = plans;
        this.coldStart = coldStart;
        this.metrics = metrics;
        this.tracing = tracing;
        this.cache = cache;
    }

    /** From the caller's item to the model's tensors and back: every protocol's request takes this path. */
    private Inference<Record, Record> nest(FunctionLoader.Loaded<Record, Record> loaded) {
        Inference<Record, Record> handled = loaded.inference();
        Inference<Record, Record> metered = new MeteredInference<>(handled, metrics, model.statistics());
        Inference<Record, Record> traced = tracing.aroundInference(function.name(), metered);
        FunctionManifest.Variant variant = function.variant();
        Inference<Record, Record> cached =
                cache.around(traced, function.type(), variant.answerDigest(), variant.cacheable());
        return new LimitedInference(
                cached,
                function.type().input(),
                limits.itemsPerRequest(),
                itemLimits.textSize().asLongValue());
    }

    @Override
    public String name() {
        return function.name();
    }

    @Override
    public void open() {
        try {
            FunctionManifest.Variant variant = function.variant();
            Path folder = Home.find(settings.home()).model();
            FunctionLoader loader = new FunctionLoader(folder, variant, plans, coldStart);
            FunctionLoader.Loaded<Record, Record> loaded = loader.load(function.name(), function.definition());
            lanes = loaded.lanes();
            Lanes running = loaded.lanes().lanes();
            metrics.observeQueue(running::queuedRows);
            function.answerBy(nest(loaded));
            LOG.infof("%s: %s, %s", function.name(), variant.name(), running.plan());
            loader.improve(loaded);
        } catch (RuntimeException | Error e) {
            function.failedToLoad(e);
            throw e;
        }
    }

    @Override
    public boolean isReady() {
        return function.isReady();
    }

    @Override
    public <T> T use(String name, String version, Function<Model, T> work) {
        require(name, version);
        return work.apply(model);
    }

    private void require(String name, String version) {
        function.requireName(name);
        if (!version.equals(DescribedModels.ANY_VERSION) && !version.equals(FunctionManifest.MODEL_VERSION)) {
            throw new InferenceException(
                    ErrorCode.UNKNOWN_MODEL,
                    "model \"" + name + "\": expected version " + FunctionManifest.MODEL_VERSION + ", got another");
        }
    }

    @Override
    public ModelState state(String name, String version) {
        require(name, version);
        return isReady()
                ? new ModelState(model.id(), Availability.READY, "")
                : new ModelState(model.id(), Availability.LOADING, "it is being loaded");
    }

    @Override
    public List<ModelId> ready() {
        return isReady() ? List.of(model.id()) : List.of();
    }

    @Override
    public List<ModelState> index() {
        return List.of(state(function.name(), DescribedModels.ANY_VERSION));
    }

    @Override
    public void load(String name) {
        throw cannotChange(name);
    }

    @Override
    public void unload(String name) {
        throw cannotChange(name);
    }

    private InferenceException cannotChange(String name) {
        function.requireName(name);
        return InferenceException.invalid(
                "model",
                "model \"" + name + "\": expected a model that can be loaded and unloaded, got a function of its own,"
                        + " which lives as long as its process");
    }

    @Override
    public void close() {
        PlannedLanes running = lanes;
        if (running != null) {
            running.close();
        }
    }
}
