/**
 * Rows of different callers in one run: which may share tensors ({@link io.pilotlight.engine.batch.BatchRule}), how tensors are
 * joined and split again ({@link io.pilotlight.engine.batch.TensorBatch}), and what a run of a given size takes, learnt from
 * runs ({@link io.pilotlight.engine.batch.BatchTimes}). When it is done is for the lanes to decide.
 */
@NullMarked
package io.pilotlight.engine.batch;

import org.jspecify.annotations.NullMarked;
