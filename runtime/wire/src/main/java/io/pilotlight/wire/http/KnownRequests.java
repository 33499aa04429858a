package io.pilotlight.wire.http;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.zip.CRC32C;

/**
 * Which requests were lately answered by what was kept, so that the next of the kind is likely to be, and need not leave the event
 * loop. It may be wrong either way: that costs time only. It holds digests, and as many of them as it has places.
 */
final class KnownRequests {

    /** What is read and answered within some ten microseconds. */
    private static final int MAX_REQUEST_BYTES = 8 * 1024;

    private static final int MAX_REPLY_BYTES = 32 * 1024;
    private static final int PLACES = 1 << 14;

    private final AtomicLongArray digests = new AtomicLongArray(PLACES);

    boolean contains(Exchange exchange) {
        if (exchange.body().length > MAX_REQUEST_BYTES) {
            return false;
        }
        long digest = digest(exchange);
        return digests.getPlain(place(digest)) == digest;
    }

    /** Remembers a request that got such a reply. */
    void learn(Exchange exchange, Reply reply) {
        if (reply.known()
                && exchange.body().length <= MAX_REQUEST_BYTES
                && reply.body().length() <= MAX_REPLY_BYTES) {
            long digest = digest(exchange);
            digests.setPlain(place(digest), digest);
        }
    }

    private static long digest(Exchange exchange) {
        CRC32C crc = new CRC32C();
        crc.update(exchange.body());
        return (crc.getValue() << Integer.SIZE) | exchange.path().hashCode();
    }

    private static int place(long digest) {
        return (int) (digest >>> Integer.SIZE) & (PLACES - 1);
    }
}
