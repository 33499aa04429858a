package io.pilotlight.router.queue;

import io.pilotlight.router.pool.Backend;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import java.util.List;
import java.util.stream.Stream;

/** {@code pilotlight.router.queue.lag}: records that wait, by function and pool. What is not known is not there. */
@Singleton
public class LagMetrics {

    private final MultiGauge lags;

    @Inject
    LagMetrics(MeterRegistry registry) {
        this.lags = MultiGauge.builder("pilotlight.router.queue.lag").register(registry);
    }

    void show(List<Backend> working) {
        lags.register(working.stream().flatMap(LagMetrics::row).toList(), true);
    }

    private static Stream<Row<?>> row(Backend backend) {
        Tags tags = Tags.of("function", backend.placement().function(), "pool", backend.pool());
        return backend.lag().stream().mapToObj(lag -> Row.of(tags, lag));
    }
}
