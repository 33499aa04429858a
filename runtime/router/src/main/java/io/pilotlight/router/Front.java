package io.pilotlight.router;

import io.pilotlight.cache.AnswerCache;
import io.pilotlight.cache.ResponseCache;
import io.pilotlight.router.access.Access;
import io.pilotlight.router.access.AccessConfig;
import io.pilotlight.router.access.ApiKeys;
import io.pilotlight.router.access.OidcTokens;
import io.pilotlight.router.catalog.Catalog;
import io.pilotlight.router.catalog.CatalogFolder;
import io.pilotlight.router.decision.CheapestInTime;
import io.pilotlight.router.describe.CatalogModels;
import io.pilotlight.router.forward.Forwarding;
import io.pilotlight.router.forward.RouteMetrics;
import io.pilotlight.router.forward.Upstream;
import io.pilotlight.router.knative.KnativeScales;
import io.pilotlight.router.pool.Pools;
import io.pilotlight.router.response.KeptResponses;
import io.pilotlight.router.response.ResponseFlights;
import io.pilotlight.wire.cache.CacheConfig;
import io.pilotlight.wire.http.HttpServing;
import io.pilotlight.wire.http.LimitsConfig;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

import java.nio.file.Path;
import java.util.Optional;

/** Everything that the router consists of, and what it knows: a catalog and keys, which are read again when they change. */
@Singleton
public class Front {

    private static final Logger LOG = Logger.getLogger(Front.class);

    private final CatalogFolder folder;
    private final Optional<Path> keys;
    private final Access access;
    private final Pools pools;
    private final Forwarding forwarding;
    private volatile Catalog catalog = Catalog.EMPTY;

    @Inject
    Front(
            Vertx vertx,
            RouterConfig config,
            RouterSettings settings,
            AccessConfig accessConfig,
            OidcTokens tokens,
            LimitsConfig limits,
            CacheConfig cacheConfig,
            AnswerCache answers,
            ColdStartMetrics coldStarts,
            MeterRegistry registry) {
        this.folder = new CatalogFolder(config.catalog());
        this.keys = accessConfig.keys();
        this.access = new Access(accessConfig.open(), ApiKeys.NONE, tokens);
        this.pools = new Pools(
                vertx,
                new Pools.Settings(settings.shares(), config.waiting(), config.logs()),
                coldStarts,
                new KnativeScales(vertx, settings.kubernetes()));
        this.forwarding = nest(vertx, config, limits, cacheConfig, answers, registry);
    }

    /** The path of a request: who asks, what is kept, where it is decided, what it is sent by. */
    private Forwarding nest(
            Vertx vertx,
            RouterConfig config,
            LimitsConfig limits,
            CacheConfig cacheConfig,
            AnswerCache answers,
            MeterRegistry registry) {
        return new Forwarding(
                access,
                this::catalog,
                new KeptResponses(cacheConfig.enabled() ? Optional.of(new ResponseCache(answers)) : Optional.empty()),
                new ResponseFlights(),
                new CheapestInTime(),
                pools,
                new Upstream(vertx),
                new RouteMetrics(registry),
                new Forwarding.Bounds(
                        config.heldBody().asLongValue(),
                        limits.bodySize().asLongValue(),
                        limits.bodyTimeout().toMillis()));
    }

    /** What is told of the catalog. Nothing is ready any more once the router has been told to stop. */
    @Produces
    @Singleton
    CatalogModels models(RouterProcess process, LimitsConfig limits, Instance<HttpServing> http) {
        return new CatalogModels(new CatalogModels.Platform(
                this::catalog,
                () -> process.isReady() && !http.get().isDraining(),
                access::identify,
                limits.itemsPerRequest(),
                forwarding.metrics()::outcomes));
    }

    Forwarding forwarding() {
        return forwarding;
    }

    Access access() {
        return access;
    }

    Pools pools() {
        return pools;
    }

    Catalog catalog() {
        return catalog;
    }

    /**
     * Reads what has changed of the catalog, and the keys.
     *
     * @throws IllegalArgumentException if it is invalid; what was there before stays
     */
    void read() {
        keys.ifPresent(file -> access.adopt(ApiKeys.read(file)));
        folder.readIfChanged().ifPresent(read -> {
            pools.adopt(read);
            catalog = read;
            read.functions().values().forEach(forwarding.kept()::expect);
            LOG.infof(
                    "catalog: functions %s, pools %s",
                    read.functions().keySet(), read.pools().keySet());
        });
    }

    void close() {
        pools.close();
    }
}
