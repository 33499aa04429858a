package io.pilotlight.engine.plan;

import io.pilotlight.engine.lane.LanePlan;

/**
 * What a plan did, beside the standard one in the same moments.
 *
 * @param lonelyMillis median time of a request that has nobody beside it
 * @param crowdPerSecond requests a second, many at once
 * @param lonelyGain how many times as fast a lonely request was as with the standard plan
 * @param crowdGain how many times as many requests a crowd was answered as with the standard plan
 */
public record PlanMeasurement(
        LanePlan plan, double lonelyMillis, double crowdPerSecond, double lonelyGain, double crowdGain) {}
