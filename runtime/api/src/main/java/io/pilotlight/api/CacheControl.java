package io.pilotlight.api;

import java.time.Duration;
import java.util.Optional;

/**
 * What a caller says of kept answers, as RFC 9111, section 5.2.1 has it.
 *
 * @param noCache an answer is to be computed, whatever is kept
 * @param noStore what is computed is not to be kept
 * @param onlyIfCached nothing is to be computed
 * @param maxAge how old a kept answer may be
 */
public record CacheControl(boolean noCache, boolean noStore, boolean onlyIfCached, Optional<Duration> maxAge) {

    /** Of a caller who says nothing. */
    public static final CacheControl NONE = new CacheControl(false, false, false, Optional.empty());
}
