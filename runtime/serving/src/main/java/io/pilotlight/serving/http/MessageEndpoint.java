package io.pilotlight.serving.http;

import io.vertx.core.buffer.Buffer;

/** Answers the messages of a stream one by one, on a virtual thread, blocking as it likes. */
@FunctionalInterface
public interface MessageEndpoint {

    /**
     * Answers one message, errors included.
     *
     * @param exchange whose body is the message with its prefix
     */
    Buffer answer(Exchange exchange);
}
