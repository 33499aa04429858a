package io.pilotlight.serving;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Sha256;
import io.pilotlight.wire.http.Exchange;
import io.pilotlight.wire.http.Reply;

/** The {@code Pilotlight-Answer-Digest} header: on every answer what it depends on; on a request, what it must depend on. */
public final class AnswerDigest {

    private static final String HEADER = "Pilotlight-Answer-Digest";

    private AnswerDigest() {}

    /**
     * Refuses a caller who pinned another answer digest than the one served.
     *
     * @throws InferenceException {@code UNKNOWN_MODEL}
     */
    public static void require(Exchange exchange, Sha256 served) {
        String pinned = exchange.headers().get(HEADER);
        if (pinned != null && !pinned.equals(served.toString())) {
            throw new InferenceException(
                    ErrorCode.UNKNOWN_MODEL,
                    "header " + HEADER + ": expected " + served + ", which is served here, got another");
        }
    }

    /** The reply, saying what it depends on. */
    public static Reply on(Reply reply, Sha256 served) {
        return reply.with(HEADER, served.toString());
    }
}
