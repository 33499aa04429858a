package io.pilotlight.serving.cache;

import io.pilotlight.api.CacheUse;
import io.pilotlight.api.Inference;
import io.pilotlight.api.Response;
import io.pilotlight.api.Sha256;
import io.pilotlight.cache.CachedInference;
import io.pilotlight.cache.NearCache;
import io.pilotlight.cache.Scope;
import io.pilotlight.serving.item.FunctionType;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import java.time.InstantSource;

/** Puts the cache around a function, and counts what it does. */
@Singleton
public class ResultCache {

    private static final String OPERATION = "infer";

    private final CacheConfig config;
    private final MeterRegistry registry;

    @Inject
    ResultCache(CacheConfig config, MeterRegistry registry) {
        this.config = config;
        this.registry = registry;
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
        NearCache near = new NearCache(config.nearSize().asLongValue(), config.ttl(), InstantSource.system());
        Gauge.builder("pilotlight.cache.near.size", near::bytes)
                .baseUnit("bytes")
                .register(registry);
        Scope scope = new Scope(Scope.SHARED, type.name(), answerDigest, OPERATION);
        Inference<Record, Record> cached =
                new CachedInference<>(inference, new RecordCodec(type, scope), near, InstantSource.system());
        return request -> {
            Response<Record> response = cached.infer(request);
            count(response.cacheUse(), request.items().size());
            return response;
        };
    }

    private void count(CacheUse use, int items) {
        increment("hit", use.known());
        increment("miss", use.computed());
        increment("collapsed", use.collapsed());
        increment("bypassed", use.isBypassed() ? items : 0);
    }

    private void increment(String result, int items) {
        if (items > 0) {
            registry.counter("pilotlight.cache.items", "result", result).increment(items);
        }
    }
}
