package io.pilotlight.api;

import java.time.Duration;

/**
 * What the cache did for a request, in items.
 *
 * @param known answered by what was kept
 * @param computed because they were not known, or because the caller wanted so
 * @param collapsed answered by what somebody else was just computing, or by another item of the request
 * @param stored of those computed
 * @param requested whether the caller wanted them computed, or what was kept was too old for him
 * @param age of the oldest of the known
 * @param timeToLive how long the first of the known, or else of the stored, is still kept
 */
public record CacheUse(
        int known, int computed, int collapsed, int stored, boolean requested, Duration age, Duration timeToLive) {

    /** The cache had no part in it. */
    public static final CacheUse BYPASSED = new CacheUse(0, 0, 0, 0, false, Duration.ZERO, Duration.ZERO);

    public boolean isBypassed() {
        return known + computed + collapsed == 0;
    }

    /** Whether nothing was computed for this request or for those whose computing it shared. */
    public boolean isHit() {
        return known > 0 && computed == 0 && collapsed == 0;
    }
}
