package io.pilotlight.queue;

import io.pilotlight.api.InferenceException;

import org.apache.kafka.common.header.Headers;

/** What has become of one record. */
public sealed interface Outcome {

    /**
     * It was answered.
     *
     * @param value what is published
     * @param headers beside those that every outcome has
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Answered(byte[] value, Headers headers) implements Outcome {}

    /**
     * It was not. The error's code says whether it is worth another attempt.
     *
     * @param headers likewise
     */
    record Failed(InferenceException error, Headers headers) implements Outcome {}
}
