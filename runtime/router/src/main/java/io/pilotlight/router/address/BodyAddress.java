package io.pilotlight.router.address;

import io.vertx.core.buffer.Buffer;

/** Finds what a body says of the function that it is for. */
@FunctionalInterface
public interface BodyAddress {

    /**
     * Reads as much of it as has come.
     *
     * @param body from its first byte on
     * @param whole whether that is all of it
     */
    Found find(Buffer body, boolean whole);

    /** What was found. */
    sealed interface Found {

        /** Its address. */
        record Is(Address address) implements Found {}

        /** It may be further on. */
        record NotYet() implements Found {}

        /** It is not there. The sentence says what was expected where. */
        record Missing(String parameter, String reason) implements Found {}
    }
}
