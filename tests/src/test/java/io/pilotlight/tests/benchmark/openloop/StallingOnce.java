package io.pilotlight.tests.benchmark.openloop;

import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** A place that everybody passes one by one, and where one passer stops for 200 ms: a pause of the collector, say. */
final class StallingOnce {

    static final int STALL_MILLIS = 200;

    private final ReentrantLock door = new ReentrantLock();
    private final int stallingPasser;
    private int passers;

    StallingOnce(int stallingPasser) {
        this.stallingPasser = stallingPasser;
    }

    void pass() {
        door.lock();
        try {
            if (passers++ == stallingPasser) {
                stall();
            }
        } finally {
            door.unlock();
        }
    }

    private static void stall() {
        long endNanos = System.nanoTime() + STALL_MILLIS * 1_000_000L;
        for (long left = endNanos - System.nanoTime(); left > 0; left = endNanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
