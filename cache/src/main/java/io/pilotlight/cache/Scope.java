package io.pilotlight.cache;

import io.pilotlight.api.Sha256;

/**
 * Within what answers are shared.
 *
 * @param tenant whose answers they are; {@link io.pilotlight.api.Call#NO_TENANT} for those that all share
 * @param answerDigest of all that the answers depend on, but the question
 * @param operation of the function
 */
public record Scope(String tenant, String function, Sha256 answerDigest, String operation) {

    /** The same of another tenant. */
    Scope of(String other) {
        return new Scope(other, function, answerDigest, operation);
    }
}
