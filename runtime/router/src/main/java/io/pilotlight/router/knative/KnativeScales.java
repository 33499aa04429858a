package io.pilotlight.router.knative;

import io.pilotlight.router.catalog.KnativeService;
import io.pilotlight.router.pool.Scale;

import io.vertx.core.Vertx;

/** Watches the scale of Knative services through the Kubernetes API. */
public record KnativeScales(Vertx vertx, KubernetesAccess access) implements Scale.Watcher {

    @Override
    public Scale watch(KnativeService service) {
        return RevisionWatch.begin(vertx, access, service);
    }
}
