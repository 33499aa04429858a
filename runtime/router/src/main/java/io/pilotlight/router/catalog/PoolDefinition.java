package io.pilotlight.router.catalog;

import java.util.List;

/**
 * Where functions run.
 *
 * @param cost of using it, in any unit that all pools share: of those that answer in time the cheapest is taken
 * @param hardware what it is made of, in its operator's words
 * @param placements the functions that it runs
 */
public record PoolDefinition(String name, double cost, String hardware, List<Placement> placements) {

    public PoolDefinition {
        placements = List.copyOf(placements);
        if (!Double.isFinite(cost) || cost < 0) {
            throw new IllegalArgumentException("pool " + name + ": `cost`: expected a number, at least 0, got " + cost);
        }
    }
}
