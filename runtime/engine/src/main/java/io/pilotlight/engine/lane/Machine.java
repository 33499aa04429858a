package io.pilotlight.engine.lane;

import io.pilotlight.engine.batch.BatchTimes;

/**
 * What a schedule has to run rows on.
 *
 * @param lanes runs at the same time
 * @param maxBatchRows rows in a run
 * @param times that runs take
 */
record Machine(int lanes, int maxBatchRows, BatchTimes times) {}
