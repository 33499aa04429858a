package io.pilotlight.router;

import io.pilotlight.router.pool.Backend;
import io.pilotlight.router.pool.BackendReport;
import io.pilotlight.wire.http.Reply;
import io.pilotlight.wire.http.RouteTable;
import io.pilotlight.wire.http.Routes;
import io.pilotlight.wire.json.Json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** What only the router answers: how its pools are. Every other request is for a function, and is passed on. */
@Singleton
public class RouterRoutes implements Routes {

    private final Front front;

    @Inject
    RouterRoutes(Front front) {
        this.front = front;
    }

    @Override
    public void addTo(RouteTable table) {
        table.getAs("/pools", this::pools);
        table.passOn(front.forwarding());
    }

    /** Addresses and processes are nobody's business but an operator's. */
    private Reply pools(HttpServerRequest request) {
        front.access().requireAdministrator(request);
        if (String.valueOf(request.getHeader("Accept")).startsWith("text/plain")) {
            return PoolsTable.of(front.catalog(), front.pools());
        }
        ArrayNode pools = JsonNodeFactory.instance.arrayNode();
        front.catalog().pools().values().forEach(pool -> {
            ObjectNode json = pools.addObject()
                    .put("name", pool.name())
                    .put("cost", pool.cost())
                    .put("hardware", pool.hardware());
            ObjectNode functions = json.putObject("functions");
            pool.placements().forEach(placement -> front.pools().of(placement.function()).stream()
                    .filter(backend -> backend.pool().equals(pool.name()))
                    .forEach(backend -> describe(backend, functions.putObject(placement.function()))));
        });
        return Reply.json(Json.bytes(Map.of("pools", pools)));
    }

    private static void describe(Backend backend, ObjectNode json) {
        BackendReport report = backend.report();
        json.put("variant", backend.placement().variant())
                .put("state", report.warmth().name().toLowerCase(Locale.ROOT))
                .put("reason", report.reason())
                .put("inFlight", report.inFlight())
                .put("waiting", report.waiting());
        report.lag().ifPresent(lag -> json.put("lag", lag));
        report.answer().ifPresent(answer -> json.put("answerMillis", millis(answer)));
        ObjectNode starts = json.putObject("coldStarts").put("count", report.coldStarts());
        if (report.coldStarts() > 0) {
            starts.put("meanMillis", millis(report.coldStart()));
            ObjectNode parts = starts.putObject("lastMillis");
            report.coldStartParts().forEach((part, took) -> parts.put(part, millis(took)));
        }
        ArrayNode endpoints = json.putArray("endpoints");
        report.endpoints().forEach(endpoint -> {
            ObjectNode one = endpoints
                    .addObject()
                    .put("address", endpoint.address())
                    .put("inFlight", endpoint.inFlight())
                    .put("ejected", endpoint.ejected());
            if (endpoint.pid() > 0) {
                one.put("pid", endpoint.pid());
            }
        });
    }

    private static double millis(Duration duration) {
        return Math.round(duration.toNanos() / 1e3) / 1e3;
    }
}
