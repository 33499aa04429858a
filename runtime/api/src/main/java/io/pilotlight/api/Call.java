package io.pilotlight.api;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CancellationException;

/**
 * What a caller says beside what he asks, whatever protocol he speaks.
 *
 * @param deadline passed on to everything that works for the request
 * @param cacheControl what he says of kept answers
 * @param tenant with whom he shares them: {@link #tenant(String)}, or {@link #NO_TENANT}
 */
public record Call(LatencyTier tier, Deadline deadline, CacheControl cacheControl, String tenant) {

    /** The tenant of callers who have none of their own. */
    public static final String NO_TENANT = "";

    /** Of a caller who says nothing of kept answers, and shares them with all who have no tenant. */
    public Call(LatencyTier tier, Deadline deadline) {
        this(tier, deadline, CacheControl.NONE, NO_TENANT);
    }

    /** The tenant whom a name or a credential stands for: its SHA-256 in hexadecimal digits, since it may be a secret. */
    public static String tenant(String name) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        return Sha256.ofBytes(Sha256.algorithm().digest(utf8)).hex();
    }

    /** What to throw where a thread that worked for a caller was interrupted; it is interrupted still. */
    public static CancellationException abandoned() {
        Thread.currentThread().interrupt();
        return new CancellationException("the caller went away");
    }

    /** The same call, as urgent as that. */
    public Call with(LatencyTier otherTier, Deadline otherDeadline) {
        return new Call(otherTier, otherDeadline, cacheControl, tenant);
    }
}
