package io.pilotlight.wire.cache;

import io.pilotlight.cache.AnswerCache;
import io.pilotlight.cache.SharedStore;
import io.pilotlight.cache.StoreSettings;

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
    AnswerCache cache(CacheConfig config) {
        return new AnswerCache(
                config.nearSize().asLongValue(),
                config.ttl(),
                store(config.shared()).map(SharedStore::new),
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
