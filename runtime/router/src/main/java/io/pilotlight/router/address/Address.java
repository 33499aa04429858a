package io.pilotlight.router.address;

/** Where a request is to go. */
public sealed interface Address {

    /** A function, by the request's head alone. */
    record Function(String name) implements Address {}

    /**
     * A function that the body names.
     *
     * @param reader finds it there
     * @param endless whether the caller may wait for an answer before he ends the body, a stream of messages
     */
    record InBody(BodyAddress reader, boolean endless) implements Address {}

    /** An event: its type names the function, or there is only one. */
    record Event(String type) implements Address {}

    /** Nothing that is served here. */
    record Nowhere() implements Address {}
}
