package io.pilotlight.serving;

import io.quarkus.vertx.VertxOptionsCustomizer;
import io.vertx.core.VertxOptions;
import jakarta.inject.Singleton;

/**
 * As many event loops as half of the cores can be busy with: the others compute. More would only wake one another, and the connections
 * to the cache are on as many; a request finds it soonest that comes by the same loop.
 */
@Singleton
public class EventLoops implements VertxOptionsCustomizer {

    @Override
    public void accept(VertxOptions options) {
        options.setEventLoopPoolSize(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
    }
}
