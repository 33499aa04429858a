package io.pilotlight.serving.openinference;

import io.pilotlight.api.InferenceException;

/** How many parameters a request may have, and each of its inputs and outputs. */
public final class ParameterLimit {

    private static final int MAX_PARAMETERS = 100;

    private ParameterLimit() {}

    /**
     * Refuses more.
     *
     * @param where they are, as an error names it
     * @param given how many there are, those that say nothing included
     * @throws InferenceException {@code INVALID_REQUEST}, naming where they are
     */
    public static void require(String where, int given) {
        if (given > MAX_PARAMETERS) {
            throw InferenceException.invalid(
                    where, where + ": expected at most " + MAX_PARAMETERS + " parameters, got more");
        }
    }
}
