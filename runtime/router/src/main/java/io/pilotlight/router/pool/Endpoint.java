package io.pilotlight.router.pool;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * One address that answers. Its address never changes; what becomes of it is guarded by its {@link Backend}, which alone, or by its
 * {@link Endpoints}, may call what is not public.
 */
public final class Endpoint {

    /** Failures in a row before it is left alone for a while. */
    private static final int FAILURES = 3;

    private static final long FIRST_EJECTION_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int MOST_DOUBLINGS = 6;

    private final String host;
    private final int port;
    private final boolean secure;
    private final OptionalLong pid;
    private int inFlight;
    private int failures;
    private int ejections;
    private long ejectedUntilNanos;
    private boolean ejected;
    private OptionalLong lastSoundNanos = OptionalLong.empty();
    private long lastUsedNanos;
    private boolean retired;
    private boolean answered;

    /**
     * Unused yet.
     *
     * @param secure whether it speaks TLS
     * @param pid of the process, where it is one of this machine's
     */
    Endpoint(String host, int port, boolean secure, OptionalLong pid, long nowNanos) {
        this.host = host;
        this.port = port;
        this.secure = secure;
        this.pid = pid;
        this.lastUsedNanos = nowNanos;
    }

    public String host() {
        return host;
    }

    public int port() {
        return port;
    }

    public boolean isSecure() {
        return secure;
    }

    OptionalLong pid() {
        return pid;
    }

    int inFlight() {
        return inFlight;
    }

    long lastUsedNanos() {
        return lastUsedNanos;
    }

    /** Whether it may be asked: one that was left alone long enough gets a single request, to show whether it answers again. */
    boolean isUsable(long nowNanos) {
        return !retired && (!ejected || (nowNanos - ejectedUntilNanos >= 0 && inFlight == 0));
    }

    boolean isEjected() {
        return ejected;
    }

    void begin(long nowNanos) {
        inFlight++;
        lastUsedNanos = nowNanos;
    }

    /** It works for somebody who does not ask by way of here. */
    void use(long nowNanos) {
        lastUsedNanos = nowNanos;
    }

    /** What has failed says nothing against it if it began before something else went well: then it was too much at a time. */
    void end(boolean failed, long beganNanos, long nowNanos) {
        inFlight--;
        lastUsedNanos = nowNanos;
        if (!failed) {
            failures = 0;
            ejections = 0;
            ejected = false;
            lastSoundNanos = OptionalLong.of(nowNanos);
        } else if (!wasSoundSince(beganNanos) && (++failures >= FAILURES || ejected)) {
            ejected = true;
            ejectedUntilNanos = nowNanos + (FIRST_EJECTION_NANOS << Math.min(ejections++, MOST_DOUBLINGS));
        }
    }

    private boolean wasSoundSince(long nanos) {
        return lastSoundNanos.isPresent() && lastSoundNanos.getAsLong() - nanos > 0;
    }

    void answered() {
        answered = true;
    }

    boolean hasAnswered() {
        return answered;
    }

    /** Nobody is sent there any more. */
    void retire() {
        retired = true;
    }

    boolean isRetired() {
        return retired;
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
