package io.pilotlight.router;

import io.quarkus.vertx.VertxOptionsCustomizer;
import io.vertx.core.VertxOptions;
import jakarta.inject.Singleton;

/**
 * As many event loops as there are cores: nothing on them waits, so that more, as is usual, would only take turns with each other. The Java
 * runtime knows the container's quota.
 */
@Singleton
public class RouterThreads implements VertxOptionsCustomizer {

    @Override
    public void accept(VertxOptions options) {
        options.setEventLoopPoolSize(Runtime.getRuntime().availableProcessors());
    }
}
