package io.pilotlight.functions.onnx;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.ModelId;
import io.pilotlight.api.Sha256;
import io.pilotlight.engine.model.ModelLoadException;
import io.pilotlight.serving.repository.Model;
import io.pilotlight.serving.repository.ModelRepository;
import io.pilotlight.serving.telemetry.InferenceMetrics;
import io.pilotlight.wire.json.JsonErrors;
import io.pilotlight.wire.openinference.DescribedModels;
import io.pilotlight.wire.openinference.ModelState;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The models of a catalog that are loaded. Requests take a lease on theirs, so that one in flight keeps its model while another
 * takes its place. Changes are made one after another; requests do not wait for them.
 */
@Singleton
public class OnnxRepository implements ModelRepository {

    private static final Logger LOG = Logger.getLogger(OnnxRepository.class);

    /** By name, and the newest version of it first. */
    private static final Comparator<ModelId> NEWEST_FIRST =
            Comparator.comparing(ModelId::name).thenComparing(id -> number(id.version()), Comparator.reverseOrder());

    private static final String NEWEST = "999999999999999999";
    private static final String OLDEST = "0";
    private static final int MAX_NAMES_TOLD = 20;

    private final RepositoryConfig config;
    private final OnnxLoader loader;
    private final InferenceMetrics metrics;
    private final ConcurrentNavigableMap<ModelId, Slot> slots = new ConcurrentSkipListMap<>(NEWEST_FIRST);
    private final ReentrantLock changes = new ReentrantLock();
    private volatile Catalog catalog = List::of;
    private volatile boolean opened;
    private volatile boolean ready;

    @Inject
    OnnxRepository(RepositoryConfig config, OnnxLoader loader, InferenceMetrics metrics) {
        this.config = config;
        this.loader = loader;
        this.metrics = metrics;
    }

    /** Callers may ask for any digits: those of no version are older than every one that there is. */
    private static long number(String version) {
        return version.matches("[0-9]{1,18}") ? Long.parseLong(version) : 0;
    }

    @Override
    public String name() {
        return "onnx";
    }

    @Override
    public void open() {
        catalog = catalog();
        metrics.observeQueue(this::queuedRows);
        List<Listing> listings = catalog.list();
        listings.forEach(this::loadAtStart);
        if (catalog instanceof SingleModel && ready().isEmpty()) {
            throw new ModelLoadException(index().getFirst().reason());
        }
        if (listings.isEmpty()) {
            LOG.warnf("repository %s: there is no model in it yet", config.location());
        }
        opened = true;
        ready = listings.isEmpty() || !ready().isEmpty();
    }

    private Catalog catalog() {
        String location = config.location();
        if (location.contains("://") || Files.isRegularFile(Path.of(location))) {
            return SingleModel.at(
                    location, config.name(), config.digest().map(Sha256::parse), config.rowsIndependent());
        }
        if (!Files.isDirectory(Path.of(location))) {
            throw new ModelLoadException("repository " + Path.of(location).toAbsolutePath()
                    + ": missing; set pilotlight.repository.location to a model, its address, or a folder of models");
        }
        return new ModelFolder(Path.of(location));
    }

    private void loadAtStart(Listing listing) {
        try {
            replace(listing);
        } catch (ModelLoadException e) {
            LOG.error(e.getMessage());
        }
    }

    private int queuedRows() {
        return slots.values().stream().mapToInt(Slot::queuedRows).sum();
    }

    @Override
    public boolean isReady() {
        return ready;
    }

    @Override
    public <T> T use(String name, String version, Function<Model, T> work) {
        Leased<OnnxModel> lease = lease(name, version);
        try {
            return work.apply(lease.value());
        } finally {
            lease.giveBack();
        }
    }

    private Leased<OnnxModel> lease(String name, String version) {
        List<Slot> candidates = candidates(name, version);
        for (Slot slot : candidates) {
            Optional<Leased<OnnxModel>> lease = slot.lease();
            if (lease.isPresent()) {
                return lease.get();
            }
        }
        throw notReady(candidates.getFirst().state());
    }

    /**
     * Versions of a model, the newest first; at least one.
     *
     * @throws InferenceException {@code UNKNOWN_MODEL}
     */
    private List<Slot> candidates(String name, String version) {
        List<Slot> candidates = ofName(name)
                .filter(slot -> version.equals(DescribedModels.ANY_VERSION)
                        || slot.id().version().equals(version))
                .toList();
        if (candidates.isEmpty()) {
            throw unknown(name, version);
        }
        return candidates;
    }

    private Stream<Slot> ofName(String name) {
        try {
            return slots.subMap(new ModelId(name, NEWEST), true, new ModelId(name, OLDEST), true).values().stream();
        } catch (IllegalArgumentException noName) {
            return Stream.empty();
        }
    }

    private InferenceException unknown(String name, String version) {
        List<String> versions = ofName(name)
                .map(slot -> slot.id().version())
                .limit(MAX_NAMES_TOLD)
                .toList();
        String model = "model \"" + JsonErrors.abbreviate(name) + "\": ";
        return new InferenceException(
                ErrorCode.UNKNOWN_MODEL,
                versions.isEmpty()
                        ? model + "unknown; there are " + names()
                        : model + "version \"" + JsonErrors.abbreviate(version) + "\" is unknown; there are "
                                + versions);
    }

    private List<String> names() {
        return slots.keySet().stream()
                .map(ModelId::name)
                .distinct()
                .limit(MAX_NAMES_TOLD)
                .toList();
    }

    private static InferenceException notReady(ModelState state) {
        String message = "model \"" + state.id().name() + "\" version "
                + state.id().version() + " is not ready: " + state.reason();
        return state.availability() == ModelState.Availability.LOADING
                ? InferenceException.retryLater(ErrorCode.MODEL_LOADING, message, Duration.ofSeconds(1))
                : new InferenceException(ErrorCode.UNKNOWN_MODEL, message);
    }

    @Override
    public ModelState state(String name, String version) {
        List<Slot> candidates = candidates(name, version);
        return candidates.stream()
                .map(Slot::state)
                .filter(ModelState::isReady)
                .findFirst()
                .orElseGet(() -> candidates.getFirst().state());
    }

    @Override
    public List<ModelId> ready() {
        return slots.values().stream()
                .map(Slot::state)
                .filter(ModelState::isReady)
                .map(ModelState::id)
                .toList();
    }

    @Override
    public List<ModelState> index() {
        Map<ModelId, ModelState> index = new ConcurrentSkipListMap<>(NEWEST_FIRST);
        slots.forEach((id, slot) -> index.put(id, slot.state()));
        for (Listing listing : catalog.list()) {
            index.putIfAbsent(listing.id(), notLoaded(listing));
        }
        return List.copyOf(index.values());
    }

    private static ModelState notLoaded(Listing listing) {
        String reason = listing instanceof Listing.Broken broken ? broken.reason() : "it has not been loaded";
        return new ModelState(listing.id(), ModelState.Availability.UNAVAILABLE, reason);
    }

    @Override
    public void load(String name) {
        requireChangesAllowed();
        changes.lock();
        try {
            List<Listing> listings = catalog.list().stream()
                    .filter(listing -> listing.id().name().equals(name))
                    .toList();
            if (listings.isEmpty()) {
                throw unknown(name, DescribedModels.ANY_VERSION);
            }
            List<String> failures = new ArrayList<>();
            for (Listing listing : listings) {
                try {
                    replace(listing);
                } catch (ModelLoadException e) {
                    failures.add("version " + listing.id().version() + ": " + e.getMessage());
                }
            }
            forgetOthers(name, listings);
            if (!failures.isEmpty()) {
                throw InferenceException.invalid(
                        "model", "model \"" + name + "\" cannot be loaded: " + String.join("; ", failures));
            }
        } finally {
            changes.unlock();
        }
    }

    /** Puts the listed model in the place of what serves by its name, if it can be loaded. */
    private void replace(Listing listing) {
        Slot slot = slots.computeIfAbsent(listing.id(), Slot::new);
        slot.loading();
        try {
            OnnxModel model = loader.load(listing);
            slot.serve(new Leased<>(model, model::close));
            if (opened) { // not before the others of the start have had their turn
                ready = true;
            }
            LOG.infof(
                    "model %s version %s is ready",
                    listing.id().name(), listing.id().version());
        } catch (RuntimeException e) {
            slot.failed(String.valueOf(e.getMessage()));
            throw e instanceof ModelLoadException failure ? failure : new ModelLoadException(e.toString(), e);
        }
    }

    /** Versions that are not in the catalog any more. */
    private void forgetOthers(String name, List<Listing> listings) {
        Map<ModelId, Listing> listed = listings.stream().collect(Collectors.toMap(Listing::id, listing -> listing));
        ofName(name).filter(slot -> !listed.containsKey(slot.id())).toList().forEach(slot -> {
            slot.unload("it is no longer in the repository");
            slots.remove(slot.id());
        });
    }

    @Override
    public void unload(String name) {
        requireChangesAllowed();
        changes.lock();
        try {
            candidates(name, DescribedModels.ANY_VERSION).forEach(slot -> slot.unload("it has been unloaded"));
        } finally {
            changes.unlock();
        }
    }

    private void requireChangesAllowed() {
        if (!config.changes()) {
            throw new InferenceException(
                    ErrorCode.FORBIDDEN,
                    "loading and unloading is switched off here, by the setting pilotlight.repository.changes");
        }
    }

    @Override
    public void close() {
        slots.values().forEach(slot -> slot.unload("the process shuts down"));
    }
}
