package io.pilotlight.cache;

import io.pilotlight.api.Tensors;

import java.util.Optional;

/** How items make keys, and results make values. */
public interface ItemCodec<I, O> {

    /**
     * Under what the answer to an item is kept; empty where it may not be.
     *
     * @param digest in which the scope is already
     */
    Optional<ItemKey> key(KeyDigest digest, I item);

    /** A result as tensors. */
    Tensors outputs(O result);

    /** A result that {@link #outputs} wrote. */
    O result(Tensors outputs);
}
