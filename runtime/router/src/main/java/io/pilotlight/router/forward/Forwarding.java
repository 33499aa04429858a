package io.pilotlight.router.forward;

import io.pilotlight.router.access.Access;
import io.pilotlight.router.catalog.Catalog;
import io.pilotlight.router.decision.Decider;
import io.pilotlight.router.pool.Pools;
import io.pilotlight.router.response.KeptResponses;
import io.pilotlight.router.response.ResponseFlights;
import io.pilotlight.wire.http.Passage;

import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Passes requests on. What all of them share:
 *
 * @param catalog as it is now
 * @param bounds of what is held of each
 */
public record Forwarding(
        Access access,
        Supplier<Catalog> catalog,
        KeptResponses kept,
        ResponseFlights flights,
        Decider decider,
        Pools pools,
        Upstream upstream,
        RouteMetrics metrics,
        Bounds bounds)
        implements Consumer<Passage> {

    /**
     * What is held of a request.
     *
     * @param heldBytes of a body, so that it can be sent again and its response be kept; a longer one is passed on as it comes
     * @param addressBytes of a body that names its function
     * @param bodyTimeoutMillis in which as much of it must have come
     */
    public record Bounds(long heldBytes, long addressBytes, long bodyTimeoutMillis) {}

    @Override
    public void accept(Passage passage) {
        new Transit(passage, this).begin();
    }
}
