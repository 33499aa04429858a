/**
 * The inner {@link io.pilotlight.api.Inference}: a bounded queue, earliest deadline first, and a few threads, the lanes,
 * that each run one row at a time. {@link io.pilotlight.engine.lane.Lanes} owns threads and session;
 * {@link io.pilotlight.engine.lane.WorkQueue} the order; a {@link io.pilotlight.engine.lane.Submission} belongs to the
 * request that waits for it and is completed exactly once.
 */
@NullMarked
package io.pilotlight.engine.lane;

import org.jspecify.annotations.NullMarked;
