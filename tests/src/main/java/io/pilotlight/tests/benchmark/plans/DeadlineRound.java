package io.pilotlight.tests.benchmark.plans;

import io.pilotlight.tests.benchmark.openloop.OpenLoopReport;

import java.util.Map;

/**
 * One round of all loads, and what they relate to, measured just before.
 *
 * @param capacity requests answered per second when callers wait for each other
 * @param bareMillis median time of a session's run with no lane around it
 * @param byLoad by load in percent of the capacity
 */
record DeadlineRound(double capacity, double bareMillis, Map<Integer, OpenLoopReport> byLoad) {

    OpenLoopReport at(int load) {
        OpenLoopReport report = byLoad.get(load);
        if (report == null) {
            throw new IllegalArgumentException(
                    "load of %d %%: it was not offered, but %s".formatted(load, byLoad.keySet()));
        }
        return report;
    }
}
