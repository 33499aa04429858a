package io.pilotlight.router.forward;

import java.time.Duration;

/** What the router's cache did, as an entry of {@code Cache-Status} (RFC 9211), behind what the function's own says. */
final class CacheNote {

    private static final String CACHE = "Pilotlight-Router";

    static final String BYPASS = CACHE + "; fwd=bypass";
    static final String MISS = CACHE + "; fwd=miss";
    static final String REQUEST = CACHE + "; fwd=request";
    static final String COLLAPSED = CACHE + "; fwd=miss; collapsed";

    private CacheNote() {}

    static String hit(Duration timeToLive) {
        return CACHE + "; hit; ttl=" + timeToLive.toSeconds();
    }

    static String stored(String note) {
        return note + "; stored";
    }
}
