package io.pilotlight.wire.http;

import io.pilotlight.api.InferenceException;

import io.vertx.core.buffer.Buffer;

/** Answers the messages of a stream one by one, on a virtual thread, blocking as it likes. */
public interface MessageEndpoint {

    /**
     * Answers one message.
     *
     * @param exchange whose body is the message with its prefix
     * @throws InferenceException which {@link #failure} renders
     */
    Buffer answer(Exchange exchange);

    /** What the stream has in place of an answer. */
    Buffer failure(Exchange exchange, InferenceException failure);
}
