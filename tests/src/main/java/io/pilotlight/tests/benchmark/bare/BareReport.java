package io.pilotlight.tests.benchmark.bare;

import io.pilotlight.tests.benchmark.report.Distribution;

import java.io.Serializable;
import java.util.List;

/**
 * What bare calls did, in one lane or in all.
 *
 * @param callMillis how long each call took, a batch being one call
 */
public record BareReport(double textsPerSecond, Distribution callMillis) implements Serializable {

    static BareReport ofLanes(List<BareReport> lanes) {
        return new BareReport(
                lanes.stream().mapToDouble(BareReport::textsPerSecond).sum(),
                Distribution.union(lanes.stream().map(BareReport::callMillis).toList()));
    }
}
