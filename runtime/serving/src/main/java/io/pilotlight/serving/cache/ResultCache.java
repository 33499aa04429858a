package io.pilotlight.serving.cache;

import io.pilotlight.api.Call;
import io.pilotlight.api.Inference;
import io.pilotlight.api.Response;
import io.pilotlight.api.Sha256;
import io.pilotlight.cache.AnswerCache;
import io.pilotlight.cache.EpochName;
import io.pilotlight.cache.Scope;
import io.pilotlight.cache.SharedStore;
import io.pilotlight.cache.StoreSettings;
import io.pilotlight.serving.item.FunctionType;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import java.time.InstantSource;
import java.util.Optional;

/** Puts the cache around a function, and counts what it does. */
@Singleton
public class ResultCache {

    private static final String OPERATION = "infer";

    private final CacheConfig config;
    private final MeterRegistry registry;
    private final AnswerCache answers;

    @Inject
    ResultCache(CacheConfig config, MeterRegistry registry) {
        this.config = config;
        this.registry = registry;
        this.answers = new AnswerCache(
                config.nearSize().asLongValue(),
                config.ttl(),
                store(config.shared()).map(SharedStore::new),
                InstantSource.system());
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

    /**
     * Makes all answers unknown that belong to the name, on all replicas.
     *
     * @return false if the shared cache does not confirm it
     */
    boolean invalidate(EpochName name) throws InterruptedException {
        return answers.invalidate(name);
    }

    @PreDestroy
    void close() {
        answers.close();
    }

    /**
     * The function with a cache, where it is to have one.
     *
     * @param cacheable whether the answer to a question is always the same
     */
    public Inference<Record, Record> around(
            Inference<Record, Record> inference,
            FunctionType<Record, Record> type,
            Sha256 answerDigest,
            boolean cacheable) {
        if (!config.enabled() || !cacheable) {
            return inference;
        }
        CacheMetrics metrics = new CacheMetrics(registry, answers);
        Scope scope = new Scope(Call.NO_TENANT, type.name(), answerDigest, OPERATION);
        Inference<Record, Record> cached = answers.around(inference, new RecordCodec(type), scope);
        return request -> {
            Response<Record> response = cached.infer(request);
            metrics.count(response, request.items().size());
            return response;
        };
    }
}
