package io.pilotlight.serving;

import io.pilotlight.engine.quota.CpuQuota;

import io.quarkus.vertx.VertxOptionsCustomizer;
import io.vertx.core.VertxOptions;
import jakarta.inject.Singleton;

/**
 * How many threads serve requests beside the lanes, which need every core for the model: half of the cores for the network,
 * and half of them to carry virtual threads. Everywhere twice the cores, as is usual, would have a busy machine wake and
 * switch threads for each request more often than it has to. {@code -Djdk.virtualThreadScheduler.parallelism} wins.
 */
@Singleton
public class RequestThreads implements VertxOptionsCustomizer {

    private static final String CARRIERS = "jdk.virtualThreadScheduler.parallelism";

    @Override
    public void accept(VertxOptions options) {
        int threads = Math.max(1, CpuQuota.cores() / 2);
        options.setEventLoopPoolSize(threads);
        System.getProperties()
                .putIfAbsent(CARRIERS, String.valueOf(threads)); // read when the first virtual thread starts
    }
}
