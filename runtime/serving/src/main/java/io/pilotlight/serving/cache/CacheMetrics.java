package io.pilotlight.serving.cache;

import io.pilotlight.api.CacheUse;
import io.pilotlight.api.Response;
import io.pilotlight.cache.AnswerCache;
import io.pilotlight.cache.StoreUse;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;

/** What the cache did, in items and in time. */
final class CacheMetrics {

    private static final double NANOS_PER_SECOND = 1e9;

    private final Counter hits;
    private final Counter misses;
    private final Counter collapsed;
    private final Counter stored;
    private final Counter bypassed;
    private final Counter savedSeconds;
    private final LongAdder computedItems = new LongAdder();
    private final LongAdder computedNanos = new LongAdder();

    CacheMetrics(MeterRegistry registry, AnswerCache answers) {
        hits = items(registry, "hit");
        misses = items(registry, "miss");
        collapsed = items(registry, "collapsed");
        stored = items(registry, "stored");
        bypassed = items(registry, "bypassed");
        savedSeconds = Counter.builder("pilotlight.cache.saved")
                .description("computing time of answers that were not computed, as answers take on average")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder("pilotlight.cache.near.size", answers, AnswerCache::nearBytes)
                .baseUnit("bytes")
                .register(registry);
        answers.storeUse().ifPresent(use -> watch(registry, use));
    }

    private static void watch(MeterRegistry registry, StoreUse use) {
        FunctionTimer.builder(
                        "pilotlight.cache.shared.lookup",
                        use,
                        StoreUse::lookups,
                        it -> it.lookupTime().toNanos(),
                        TimeUnit.NANOSECONDS)
                .description("look-ups in the shared cache that were answered in time, of answers and of epochs")
                .register(registry);
        FunctionCounter.builder("pilotlight.cache.shared.failures", use, StoreUse::failures)
                .description("what the shared cache was asked and did not answer in time")
                .register(registry);
        bytes(registry, use, "read", StoreUse::bytesRead);
        bytes(registry, use, "written", StoreUse::bytesWritten);
    }

    private static void bytes(
            MeterRegistry registry, StoreUse use, String direction, ToDoubleFunction<StoreUse> counted) {
        FunctionCounter.builder("pilotlight.cache.shared", use, counted)
                .description("answers that the shared cache has given and was given")
                .tag("direction", direction)
                .baseUnit("bytes")
                .register(registry);
    }

    private static Counter items(MeterRegistry registry, String result) {
        return Counter.builder("pilotlight.cache.items").tag("result", result).register(registry);
    }

    /** A request of so many items was answered. */
    void count(Response<?> response, int items) {
        CacheUse use = response.cacheUse();
        hits.increment(use.known());
        misses.increment(use.computed());
        collapsed.increment(use.collapsed());
        stored.increment(use.stored());
        bypassed.increment(use.isBypassed() ? items : 0);
        computedItems.add(use.computed());
        computedNanos.add(use.computed() > 0 ? response.timing().inference().toNanos() : 0);
        savedSeconds.increment((use.known() + use.collapsed()) * meanNanos() / NANOS_PER_SECOND);
    }

    private double meanNanos() {
        return computedNanos.doubleValue() / Math.max(1, computedItems.sum());
    }
}
