package io.pilotlight.wire.cache;

import io.pilotlight.cache.AnswerCache;
import io.pilotlight.cache.SharedStore;
import io.pilotlight.cache.StoreSettings;

import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import java.time.InstantSource;
import java.util.Optional;

/** The cache of this process, as it is configured. */
@ApplicationScoped
public class ConfiguredCache {

    @Produces
    @Singleton
    @SuppressWarnings("deprecation") // of Vert.x's event loops as Netty's, which the cache's client needs
    AnswerCache cache(CacheConfig config, Vertx vertx) {
        return new AnswerCache(
                config.nearSize().asLongValue(),
                config.ttl(),
                store(config.shared()).map(settings -> new SharedStore(settings, vertx.nettyEventLoopGroup())),
                InstantSource.system());
    }

    void close(@Disposes AnswerCache cache) {
        cache.close();
    }

    private static Optional<StoreSettings> store(CacheConfig.Shared shared) {
        return shared.servers()
                .map(servers -> new StoreSettings(
                        servers,
                        shared.name(),
                        shared.username()
                                .map(name -> new StoreSettings.Credentials(
                                        name, shared.password().orElseThrow())),
                        shared.tls(),
                        shared.trustStore(),
                        shared.budget()));
    }
}
