package io.pilotlight.tests.benchmark.openloop;

import io.pilotlight.api.Tensors;

/**
 * What the requests of a load ask about, by their index from 0 on: short texts, long ones, a mixture, rows of a table.
 * It is asked by many threads, and while the load runs: what takes time to make is made beforehand.
 */
@FunctionalInterface
public interface Inputs {

    /** The tensors of the request with this index: always the same. */
    Tensors at(long index);
}
