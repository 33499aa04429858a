package io.pilotlight.wire.http;

import io.pilotlight.api.CacheUse;

/** The {@code Cache-Status} header (RFC 9211): what the cache did for a request. */
public final class CacheStatus {

    private static final String CACHE = "Pilotlight";

    private CacheStatus() {}

    public static String of(CacheUse use) {
        if (use.isBypassed()) {
            return CACHE + "; fwd=bypass";
        }
        String ttl = "; ttl=" + use.timeToLive().toSeconds();
        if (use.isHit()) {
            return CACHE + "; hit" + ttl;
        }
        return CACHE
                + (use.requested() ? "; fwd=request" : "; fwd=miss")
                + (use.computed() == 0 ? "; collapsed" : "")
                + (use.stored() > 0 ? "; stored" + ttl : "")
                + (use.known() + use.computed() + use.collapsed() > 1 ? detail(use) : "");
    }

    private static String detail(CacheUse use) {
        return "; detail=\"known=" + use.known() + " computed=" + use.computed() + " collapsed=" + use.collapsed()
                + "\"";
    }
}
