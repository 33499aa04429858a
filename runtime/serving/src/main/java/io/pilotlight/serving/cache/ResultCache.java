package io.pilotlight.serving.cache;

import io.pilotlight.api.Call;
import io.pilotlight.api.Inference;
import io.pilotlight.api.Response;
import io.pilotlight.api.Sha256;
import io.pilotlight.cache.AnswerCache;
import io.pilotlight.cache.Scope;
import io.pilotlight.serving.item.FunctionType;
import io.pilotlight.serving.telemetry.Tracing;
import io.pilotlight.wire.cache.CacheConfig;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Puts the cache around a function, and counts and traces what it does. */
@Singleton
public class ResultCache {

    private static final String OPERATION = "infer";

    private final CacheConfig config;
    private final MeterRegistry registry;
    private final AnswerCache answers;
    private final Tracing tracing;

    @Inject
    ResultCache(CacheConfig config, AnswerCache answers, MeterRegistry registry, Tracing tracing) {
        this.config = config;
        this.registry = registry;
        this.answers = answers;
        this.tracing = tracing;
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
        Inference<Record, Record> cached =
                tracing.aroundCache(type.name(), answers.around(inference, new RecordCodec(type), scope));
        return request -> {
            Response<Record> response = cached.infer(request);
            metrics.count(response, request.items().size());
            return response;
        };
    }
}
