package io.pilotlight.wire.http;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;

import java.time.Duration;

/**
 * Who may come in: bounds the requests that are in the house and the bytes of their bodies and answers, and lets nobody in
 * once the house is closing. All calls are short and guarded by one lock.
 */
final class Admission {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final int maxRequests;
    private final long maxBodyBytes;
    private int requests;
    private long bodyBytes;
    private boolean draining;

    Admission(int maxRequests, long maxBodyBytes) {
        this.maxRequests = maxRequests;
        this.maxBodyBytes = maxBodyBytes;
    }

    /**
     * Lets a request in, whose place has to be left again.
     *
     * @throws InferenceException {@code DRAINING} or {@code QUEUE_FULL}
     */
    synchronized Place enter() {
        if (draining) {
            throw InferenceException.retryLater(ErrorCode.DRAINING, "this process is shutting down", RETRY_AFTER);
        }
        if (requests >= maxRequests) {
            throw InferenceException.retryLater(
                    ErrorCode.QUEUE_FULL, maxRequests + " requests are being served, no more are taken", RETRY_AFTER);
        }
        requests++;
        return new Place();
    }

    private synchronized void claim(long bytes) {
        if (bytes > maxBodyBytes - bodyBytes) {
            throw InferenceException.retryLater(
                    ErrorCode.QUEUE_FULL,
                    "bodies of " + bodyBytes + " of " + maxBodyBytes + " bytes are held, no more are taken",
                    RETRY_AFTER);
        }
        bodyBytes += bytes;
    }

    private synchronized void release(long bytes) {
        bodyBytes -= bytes;
    }

    private synchronized void leave(long claimedBytes) {
        requests--;
        bodyBytes -= claimedBytes;
        notifyAll();
    }

    synchronized int requests() {
        return requests;
    }

    /** Lets nobody in any more, and waits until all have left or the time is over; gives how many are still there. */
    synchronized int drain(Duration patience) {
        draining = true;
        long end = System.nanoTime() + patience.toNanos();
        boolean interrupted = false;
        while (requests > 0) {
            long millis = (end - System.nanoTime()) / 1_000_000;
            if (millis <= 0 || interrupted) {
                break;
            }
            try {
                wait(millis);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return requests;
    }

    synchronized boolean isDraining() {
        return draining;
    }

    /** A request's place in the house, and what it holds there. For one thread at a time. */
    final class Place {

        private long claimedBytes;
        private boolean left;

        private Place() {}

        /**
         * Claims memory for a part of the request's body, or for an answer.
         *
         * @throws InferenceException {@code QUEUE_FULL}
         */
        void claim(long bytes) {
            Admission.this.claim(bytes);
            claimedBytes += bytes;
        }

        /** Gives a part of what was claimed back, and stays. */
        void release(long bytes) {
            Admission.this.release(bytes);
            claimedBytes -= bytes;
        }

        /** Gives back all that was claimed, and stays. */
        void release() {
            release(claimedBytes);
        }

        /** Gives the place back and all that was claimed. Only the first call counts: a request may end in several ways. */
        void leave() {
            if (!left) {
                left = true;
                Admission.this.leave(claimedBytes);
            }
        }
    }
}
