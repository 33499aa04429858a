package io.pilotlight.serving;

import io.pilotlight.api.Inference;
import io.pilotlight.engine.cpu.CpuQuota;
import io.pilotlight.engine.lane.LanePlan;
import io.pilotlight.engine.lane.Lanes;
import io.pilotlight.engine.model.ModelFiles;
import io.pilotlight.engine.session.NativeLibraries;
import io.pilotlight.engine.session.SessionSettings;
import io.pilotlight.serving.http.LimitsConfig;
import io.pilotlight.serving.item.FunctionType;
import io.pilotlight.serving.item.ItemType;
import io.pilotlight.serving.manifest.FunctionManifest;
import io.pilotlight.serving.manifest.ManifestJson;
import io.pilotlight.serving.telemetry.ColdStart;
import io.pilotlight.serving.telemetry.InferenceMetrics;
import io.pilotlight.serving.telemetry.InferenceStatistics;
import io.pilotlight.serving.telemetry.MeteredInference;
import io.pilotlight.serving.telemetry.TracedInference;

import io.quarkus.funqy.runtime.FunctionInvoker;
import io.quarkus.funqy.runtime.FunctionRecorder;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import java.lang.reflect.Method;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;

/**
 * The composition root of a function's process. {@link #nest} tells the path of a request; the rest makes its parts, in an
 * order that lets the process listen while its model is being loaded.
 */
@Singleton
public class Serving {

    private static final Logger LOG = Logger.getLogger(Serving.class);

    private final SettingsCheck settings;
    private final ModelConfig model;
    private final LimitsConfig limits;
    private final ColdStart coldStart;
    private final InferenceMetrics metrics;
    private final InferenceStatistics statistics;
    private final TracedInference.Factory tracing;
    private final CompletableFuture<Inference<Record, Record>> inference = new CompletableFuture<>();
    private final Served served;
    private volatile @Nullable Lanes lanes;

    @Inject
    Serving(
            SettingsCheck settings,
            ModelConfig model,
            LimitsConfig limits,
            ColdStart coldStart,
            InferenceMetrics metrics,
            InferenceStatistics statistics,
            TracedInference.Factory tracing,
            FunctionDefinition<?, ?> definition) {
        this.settings = settings;
        this.model = model;
        this.limits = limits;
        this.coldStart = coldStart;
        this.metrics = metrics;
        this.statistics = statistics;
        this.tracing = tracing;
        this.served = describe(definition);
    }

    @Produces
    @Singleton
    Served served() {
        return served;
    }

    /** From the caller's item to the model's tensors and back: every protocol's request takes this path. */
    private Inference<Record, Record> nest(FunctionLoader.Loaded<Record, Record> loaded) {
        Inference<Record, Record> handled = loaded.inference();
        Inference<Record, Record> metered = new MeteredInference<>(handled, metrics, statistics);
        Inference<Record, Record> traced = tracing.around(served.name(), metered);
        return new LimitedInference(
                traced,
                served.type().input(),
                limits.itemsPerRequest(),
                limits.textSize().asLongValue());
    }

    @Startup
    void start() {
        coldStart.passed("runtime");
        TerminationSignals.stopTheApplication();
        Thread.ofPlatform().name("load").start(this::load);
    }

    private void load() {
        try {
            settings.check();
            Home home = Home.find(model.home());
            NativeLibraries.loadFrom(home.nativeLibraries());
            FunctionManifest.Variant variant = served.variant();
            LanePlan plan = plan(variant);
            FunctionLoader loader = new FunctionLoader(
                    EarlyStart.files(home.model()).orElseGet(() -> new ModelFiles(home.model(), variant.files())),
                    variant.model(),
                    plan,
                    limits.queuedRows(),
                    coldStart);
            FunctionLoader.Loaded<Record, Record> loaded = loader.load(served.name(), served.definition());
            lanes = loaded.lanes();
            metrics.observeQueue(loaded.lanes()::queuedRows);
            coldStart.ready();
            inference.complete(nest(loaded));
            LOG.infof("%s is ready: %s, %s, %s", served.name(), variant.name(), plan, coldStart);
        } catch (RuntimeException | Error e) {
            inference.completeExceptionally(e);
            LOG.errorf("%s cannot start: %s", served.name(), e.getMessage());
            LOG.debug("the cause", e);
            Quarkus.asyncExit(1);
        }
    }

    private LanePlan plan(FunctionManifest.Variant variant) {
        int lanes = model.lanes() > 0 ? model.lanes() : Math.max(1, CpuQuota.cores() / model.intraOpThreads());
        return new LanePlan(
                lanes, new SessionSettings(model.intraOpThreads(), model.spinning(), !variant.graphOptimized()));
    }

    /** Every protocol has been drained when this comes; what is left in the lanes is finished. */
    void stop(@Observes ShutdownEvent event) {
        Lanes running = lanes;
        if (running != null) {
            running.close();
        }
    }

    private Served describe(FunctionDefinition<?, ?> definition) {
        FunctionManifest manifest = ManifestJson.ofThisFunction();
        FunctionInvoker function = onlyFunction();
        if (!function.getName().equals(manifest.name())) {
            throw new IllegalStateException("the manifest describes \"" + manifest.name() + "\", and the function is \""
                    + function.getName() + "\": build it anew");
        }
        Method method = function.getMethod();
        FunctionType<Record, Record> type = new FunctionType<>(
                manifest.name(), itemType(method.getParameterTypes()[0]), itemType(method.getReturnType()));
        return new Served(manifest, type, ofRecords(definition), inference);
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

    /** The protocols handle items without knowing their types; that they are records was checked for the signature. */
    private static ItemType<Record> itemType(Class<?> type) {
        return ItemType.of(type.asSubclass(Record.class)).asRecords();
    }

    @SuppressWarnings("unchecked")
    private static FunctionDefinition<Record, Record> ofRecords(FunctionDefinition<?, ?> definition) {
        return (FunctionDefinition<Record, Record>) definition;
    }
}
