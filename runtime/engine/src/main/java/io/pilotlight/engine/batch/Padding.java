package io.pilotlight.engine.batch;

import java.util.Map;
import java.util.Set;

/**
 * How rows of unequal length share tensors: the second dimension of some inputs is stretched to that of the longest, and what
 * the model says of the stretch is cut from its outputs. Only for models that are told where a row ends, as by an attention mask.
 *
 * @param values what fills each such input, by its name
 * @param outputs that have the same second dimension
 */
public record Padding(Map<String, Long> values, Set<String> outputs) {

    /** Rows of unequal length share nothing. */
    public static final Padding NONE = new Padding(Map.of(), Set.of());

    public Padding {
        values = Map.copyOf(values);
        outputs = Set.copyOf(outputs);
    }
}
