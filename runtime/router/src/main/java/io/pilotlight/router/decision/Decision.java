package io.pilotlight.router.decision;

import java.util.Locale;
import java.util.Optional;

/**
 * Where a request goes.
 *
 * @param pool that answers it
 * @param route why that one
 * @param wake another pool to be started meanwhile, for the requests that follow
 */
public record Decision(String pool, Route route, Optional<String> wake) {

    /** Why a pool was chosen, as the {@code Pilotlight-Route} header tells it. */
    public enum Route {
        /** It is the cheapest of all, it is warm, and it answers in time. */
        CHEAPEST,
        /** It is warm and answers in time, while a cheaper one would have to be started. */
        WARM,
        /** A cheaper one would not answer in time. */
        DEADLINE,
        /** None is warm that would answer in time: it is started. */
        COLD_START,
        /** None is expected to answer in time; this one comes closest. */
        LIKELIEST,
        /** To learn how fast it is now. */
        PROBE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
