package io.pilotlight.router.catalog;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** All functions and pools, by name. */
public record Catalog(NavigableMap<String, CatalogFunction> functions, NavigableMap<String, PoolDefinition> pools) {

    /** Before any was read. */
    public static final Catalog EMPTY = new Catalog(new TreeMap<>(), new TreeMap<>());

    /**
     * Checks that they belong together.
     *
     * @throws IllegalArgumentException if a pool is to run what there is not
     */
    public Catalog {
        for (PoolDefinition pool : pools.values()) {
            for (Placement placement : pool.placements()) {
                CatalogFunction function = functions.get(placement.function());
                if (function == null) {
                    throw new IllegalArgumentException("pool " + pool.name() + ": expected one of the functions "
                            + functions.keySet() + ", got \"" + placement.function() + "\"");
                }
                function.variant(placement.variant());
            }
        }
    }

    /** The catalog of those. */
    public static Catalog of(Map<String, CatalogFunction> functions, Map<String, PoolDefinition> pools) {
        return new Catalog(new TreeMap<>(functions), new TreeMap<>(pools));
    }

    public Optional<CatalogFunction> function(String name) {
        return Optional.ofNullable(functions.get(name));
    }

    /** Where a function runs. */
    public List<Placement> placements(String function) {
        return pools.values().stream()
                .flatMap(pool -> pool.placements().stream())
                .filter(placement -> placement.function().equals(function))
                .toList();
    }
}
