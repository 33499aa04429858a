package io.pilotlight.serving.http;

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
     * Lets a request in; {@link #leave} must follow, once.
     *
     * @throws InferenceException {@code DRAINING} or {@code QUEUE_FULL}
     */
    synchronized void enter() {
        if (draining) {
            throw InferenceException.retryLater(ErrorCode.DRAINING, "this process is shutting down", RETRY_AFTER);
        }
        if (requests >= maxRequests) {
            throw InferenceException.retryLater(
                    ErrorCode.QUEUE_FULL, maxRequests + " requests are being served, no more are taken", RETRY_AFTER);
        }
        requests++;
    }

    /**
     * Claims memory for a part of a request's body, or for an answer, to be given back by {@link #leave}.
     *
     * @throws InferenceException {@code QUEUE_FULL}
     */
    synchronized void claim(long bytes) {
        if (bytes > maxBodyBytes - bodyBytes) {
            throw InferenceException.retryLater(
                    ErrorCode.QUEUE_FULL,
                    "bodies of " + bodyBytes + " of " + maxBodyBytes + " bytes are held, no more are taken",
                    RETRY_AFTER);
        }
        bodyBytes += bytes;
    }

    /** Gives a part of what was claimed back, by somebody who stays. */
    synchronized void release(long bytes) {
        bodyBytes -= bytes;
    }

    synchronized void leave(long claimedBytes) {
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
}
