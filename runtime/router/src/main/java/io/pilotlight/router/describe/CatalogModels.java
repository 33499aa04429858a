package io.pilotlight.router.describe;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Sha256;
import io.pilotlight.router.access.Caller;
import io.pilotlight.router.catalog.Catalog;
import io.pilotlight.router.catalog.CatalogFunction;
import io.pilotlight.router.catalog.Placement;
import io.pilotlight.wire.json.JsonErrors;
import io.pilotlight.wire.manifest.FunctionManifest;
import io.pilotlight.wire.openinference.DescribedModels;
import io.pilotlight.wire.openinference.ModelDescription;
import io.pilotlight.wire.openinference.ModelState;
import io.pilotlight.wire.openinference.ModelState.Availability;
import io.pilotlight.wire.openinference.Statistics;
import io.pilotlight.wire.telemetry.InferenceStatistics;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The functions of the catalog as models. One that sleeps is ready: whoever calls it is answered. Callers know of those functions that they
 * may call.
 */
public final class CatalogModels implements DescribedModels {

    private final Platform platform;
    private final Predicate<String> visible;

    /**
     * What there is to tell.
     *
     * @param catalog as it is now
     * @param ready whether the router takes requests
     * @param callers finds out who sent a request
     * @param maxItems that functions take in a request
     * @param statistics of a function's requests, by its name
     */
    public record Platform(
            Supplier<Catalog> catalog,
            BooleanSupplier ready,
            Function<RoutingContext, Future<Caller>> callers,
            int maxItems,
            Function<String, InferenceStatistics.Snapshot> statistics) {}

    /** All of them. */
    public CatalogModels(Platform platform) {
        this(platform, function -> true);
    }

    private CatalogModels(Platform platform, Predicate<String> visible) {
        this.platform = platform;
        this.visible = visible;
    }

    @Override
    public Future<DescribedModels> seenBy(RoutingContext request) {
        return askedBy(request).map(DescribedModels.class::cast);
    }

    /** The same. */
    Future<CatalogModels> askedBy(RoutingContext request) {
        return platform.callers().apply(request).map(this::knownTo);
    }

    CatalogModels knownTo(Caller caller) {
        return new CatalogModels(platform, caller::mayCall);
    }

    /** A function and where it runs, as one and the same catalog has them. */
    private record Entry(CatalogFunction function, List<Placement> placements) {

        /** Of the variants that pools run. */
        List<Sha256> answerDigests() {
            Stream<FunctionManifest.Variant> variants = placements.isEmpty()
                    ? function.manifest().variants().stream()
                    : placements.stream().map(placement -> function.variant(placement.variant()));
            return variants.map(FunctionManifest.Variant::answerDigest)
                    .distinct()
                    .toList();
        }
    }

    private List<Entry> entries() {
        Catalog catalog = platform.catalog().get();
        return catalog.functions().values().stream()
                .filter(function -> visible.test(function.name()))
                .map(function -> new Entry(function, catalog.placements(function.name())))
                .toList();
    }

    private Entry entry(String name) {
        List<Entry> entries = entries();
        return entries.stream()
                .filter(entry -> entry.function().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InferenceException(
                        ErrorCode.UNKNOWN_MODEL,
                        "model \"" + JsonErrors.abbreviate(name) + "\": unknown; there are "
                                + entries.stream()
                                        .map(entry -> entry.function().name())
                                        .toList()));
    }

    private Entry entry(String name, String version) {
        Entry entry = entry(name);
        if (!version.equals(ANY_VERSION) && !version.equals(FunctionManifest.MODEL_VERSION)) {
            throw new InferenceException(
                    ErrorCode.UNKNOWN_MODEL,
                    "model \"" + name + "\": expected version " + FunctionManifest.MODEL_VERSION + ", got another");
        }
        return entry;
    }

    /** The functions, by name. */
    List<CatalogFunction> functions() {
        return entries().stream().map(Entry::function).toList();
    }

    /**
     * One of them.
     *
     * @throws InferenceException {@code UNKNOWN_MODEL}
     */
    CatalogFunction function(String name) {
        return entry(name).function();
    }

    @Override
    public boolean isReady() {
        return platform.ready().getAsBoolean();
    }

    @Override
    public ModelState state(String name, String version) {
        return state(entry(name, version));
    }

    private ModelState state(Entry entry) {
        String reason = "";
        if (!isReady()) {
            reason = "the router takes no requests";
        } else if (entry.placements().isEmpty()) {
            reason = "no pool runs it";
        }
        return new ModelState(
                entry.function().manifest().modelId(),
                reason.isEmpty() ? Availability.READY : Availability.UNAVAILABLE,
                reason);
    }

    @Override
    public ModelDescription describe(String name, String version) {
        Entry entry = entry(name, version);
        FunctionManifest manifest = entry.function().manifest();
        return new ModelDescription(
                manifest.modelId(),
                entry.placements().isEmpty() ? List.of() : List.of(FunctionManifest.MODEL_VERSION),
                manifest.signature(),
                platform.maxItems(),
                entry.answerDigests());
    }

    @Override
    public Statistics statistics(String name, String version) {
        return statistics(entry(name, version));
    }

    private Statistics statistics(Entry entry) {
        return new Statistics(
                entry.function().manifest().modelId(),
                platform.statistics().apply(entry.function().name()));
    }

    @Override
    public List<Statistics> statistics() {
        return entries().stream().map(this::statistics).toList();
    }

    @Override
    public List<ModelState> index(boolean onlyReady) {
        return entries().stream()
                .map(this::state)
                .filter(state -> state.isReady() || !onlyReady)
                .toList();
    }
}
