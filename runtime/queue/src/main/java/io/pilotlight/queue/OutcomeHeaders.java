package io.pilotlight.queue;

/** The names of the headers that outcomes have. Values are UTF-8 text. */
public final class OutcomeHeaders {

    /**
     * Which kind of record it is: {@code result}, {@code dead-letter}, {@code retry}. In the last two it parts the headers of the
     * original record, before it, from ours.
     */
    public static final String OUTCOME = "pilotlight-outcome";

    public static final String ORIGIN_TOPIC = "pilotlight-origin-topic";
    public static final String ORIGIN_PARTITION = "pilotlight-origin-partition";
    public static final String ORIGIN_OFFSET = "pilotlight-origin-offset";

    /** When the original record was written, in milliseconds since 1970. */
    public static final String ORIGIN_TIMESTAMP = "pilotlight-origin-timestamp";

    /** How often it was tried. */
    public static final String ATTEMPTS = "pilotlight-attempts";

    public static final String EVENT_SOURCE = "pilotlight-event-source";
    public static final String EVENT_ID = "pilotlight-event-id";
    public static final String CUSTOM_ID = "pilotlight-custom-id";
    public static final String ANSWER_DIGEST = "pilotlight-answer-digest";

    /** As the HTTP header {@code Server-Timing}. */
    public static final String TIMING = "pilotlight-timing";

    /** As the HTTP header {@code Cache-Status}. */
    public static final String CACHE_STATUS = "pilotlight-cache-status";

    public static final String ERROR_CODE = "pilotlight-error-code";
    public static final String ERROR_MESSAGE = "pilotlight-error-message";
    public static final String ERROR_PARAMETER = "pilotlight-error-parameter";

    /** In a dead letter whose original bytes would not fit beside its headers: how many there were. They lie at its origin. */
    public static final String OMITTED_BYTES = "pilotlight-omitted-bytes";

    /** In a record to be retried: not before that time, in milliseconds since 1970. */
    public static final String NOT_BEFORE = "pilotlight-not-before";

    /** In a dead letter that was sent again: which one it was, {@code partition-offset}. */
    public static final String REPLAY = "pilotlight-replay";

    /** A record's own identity, where it is no event: what has the same is the same. */
    public static final String IDEMPOTENCY_KEY = "idempotency-key";

    private OutcomeHeaders() {}
}
