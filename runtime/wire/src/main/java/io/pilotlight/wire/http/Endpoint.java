package io.pilotlight.wire.http;

/** Answers one kind of request, on a virtual thread, blocking as it likes. */
@FunctionalInterface
public interface Endpoint {

    /**
     * Answers.
     *
     * @throws io.pilotlight.api.InferenceException which is rendered in the form of the route's protocol
     */
    Reply answer(Exchange exchange);
}
