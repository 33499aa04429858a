package io.pilotlight.serving.plan;

import io.pilotlight.wire.http.Reply;
import io.pilotlight.wire.http.RouteTable;
import io.pilotlight.wire.http.Routes;
import io.pilotlight.wire.json.Json;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** {@code GET /plans}: how each model uses the processors, who decided that, and the figures it rests on. */
@Singleton
public class PlanRoutes implements Routes {

    private final Plans plans;

    @Inject
    PlanRoutes(Plans plans) {
        this.plans = plans;
    }

    @Override
    public void addTo(RouteTable table) {
        table.get("/plans", () -> Reply.json(Json.bytes(plans.report())));
    }
}
