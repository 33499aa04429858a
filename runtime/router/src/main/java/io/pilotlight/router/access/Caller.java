package io.pilotlight.router.access;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Who calls.
 *
 * @param name for logs and metrics; never a credential
 * @param tenant with whom he shares answers; empty for those whom the credential does not tell apart
 * @param functions that he may call; empty for all
 * @param rate that he must keep
 * @param administers whether he may see the pools and forget answers
 */
public record Caller(String name, String tenant, Optional<Set<String>> functions, Rate rate, boolean administers) {

    /** Of a platform that is open to all. */
    public static final Caller ANYBODY = new Caller("anybody", "", Optional.empty(), Rate.UNLIMITED, false);

    public boolean mayCall(String function) {
        return functions.isEmpty() || functions.get().contains(function);
    }

    /**
     * Lets him call a function once more.
     *
     * @throws InferenceException {@code FORBIDDEN}, or {@code QUEUE_FULL} where he calls too often
     */
    public void call(String function, long nowNanos) {
        if (!mayCall(function)) {
            throw new InferenceException(
                    ErrorCode.FORBIDDEN, "function \"" + function + "\": \"" + name + "\" may not call it");
        }
        Duration wait = rate.take(nowNanos);
        if (wait.isPositive()) {
            throw InferenceException.retryLater(
                    ErrorCode.QUEUE_FULL,
                    "\"" + name + "\" may call " + rate.perSecond() + " times a second, and has",
                    wait);
        }
    }
}
