package io.pilotlight.router.pool;

import io.pilotlight.router.catalog.Catalog;
import io.pilotlight.router.catalog.Placement;
import io.pilotlight.router.catalog.PoolDefinition;
import io.pilotlight.router.catalog.Source;

import io.vertx.core.Vertx;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All backends, as the catalog has them. When the catalog changes, those whose definition is the same go on; others end once what they
 * answer is answered.
 */
public final class Pools implements AutoCloseable {

    private static final Duration START_GUESS = Duration.ofSeconds(2);
    private static final Duration TEND = Duration.ofMillis(100);

    private final Settings settings;
    private final Readiness readiness;
    private final StartObserver observer;
    private final Scale.Watcher scales;
    private volatile Map<String, List<Held>> byFunction = Map.of();
    private final Thread tending;

    /**
     * How they work.
     *
     * @param logs the folder for what processes print; without one they print where the router does
     */
    public record Settings(TierShares shares, int maxWaiting, Optional<Path> logs) {}

    private record Held(PoolDefinition pool, Placement placement, Backend backend, Supply supply) {

        boolean is(PoolDefinition other, Placement otherPlacement) {
            return placement.equals(otherPlacement) && pool.name().equals(other.name()) && pool.cost() == other.cost();
        }
    }

    /**
     * None yet.
     *
     * @param scales of the services that a catalog names
     */
    public Pools(Vertx vertx, Settings settings, StartObserver observer, Scale.Watcher scales) {
        this.settings = settings;
        this.readiness = new Readiness(vertx);
        this.observer = observer;
        this.scales = scales;
        this.tending = Thread.ofVirtual().name("pools").start(this::tend);
    }

    /** From now on these. */
    public synchronized void adopt(Catalog catalog) {
        Map<String, List<Held>> next = new HashMap<>();
        List<Held> gone = new ArrayList<>();
        byFunction.values().forEach(gone::addAll);
        for (PoolDefinition pool : catalog.pools().values()) {
            for (Placement placement : pool.placements()) {
                Held held = gone.stream()
                        .filter(one -> one.is(pool, placement))
                        .findFirst()
                        .orElseGet(() -> open(pool, placement));
                gone.remove(held);
                next.computeIfAbsent(placement.function(), function -> new ArrayList<>())
                        .add(held);
            }
        }
        byFunction = Map.copyOf(next);
        gone.forEach(held -> Thread.ofVirtual().start(held.backend()::close));
    }

    private Held open(PoolDefinition pool, Placement placement) {
        Supply[] made = new Supply[1];
        Backend backend = new Backend(
                pool.name(),
                pool.cost(),
                placement,
                settings.shares(),
                settings.maxWaiting(),
                START_GUESS,
                it -> made[0] = supply(it, placement));
        if (made[0] instanceof AddressSupply address) {
            address.open();
        }
        return new Held(pool, placement, backend, made[0]);
    }

    private Supply supply(Backend backend, Placement placement) {
        return switch (placement.source()) {
            case Source.Processes processes ->
                new ProcessSupply(
                        backend,
                        processes,
                        settings.logs()
                                .map(folder -> folder.resolve(backend.pool() + "-" + placement.function() + ".log")),
                        readiness,
                        observer);
            case Source.Address address ->
                new AddressSupply(
                        backend,
                        address,
                        readiness,
                        address.knative().map(scales::watch).orElse(Scale.UNKNOWN));
        };
    }

    /** Those that run a function. */
    public List<Backend> of(String function) {
        List<Backend> backends = new ArrayList<>();
        for (Held held : byFunction.getOrDefault(function, List.of())) {
            backends.add(held.backend());
        }
        return backends;
    }

    /** Those whose processes work on queues. */
    public List<Backend> working() {
        return byFunction.values().stream()
                .flatMap(List::stream)
                .map(Held::backend)
                .filter(backend -> backend.placement().source().queue().isPresent())
                .toList();
    }

    private void tend() {
        try {
            while (true) {
                Thread.sleep(TEND);
                byFunction.values().stream().flatMap(List::stream).forEach(held -> {
                    held.backend().serveWaiting();
                    if (held.supply() instanceof ProcessSupply processes) {
                        processes.tend();
                    }
                });
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // they are closed
        }
    }

    /** Stops all that was started, side by side, and waits for that. */
    @Override
    public void close() {
        tending.interrupt();
        List<Thread> closing = byFunction.values().stream()
                .flatMap(List::stream)
                .map(held -> Thread.ofVirtual().start(held.backend()::close))
                .toList();
        for (Thread thread : closing) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
