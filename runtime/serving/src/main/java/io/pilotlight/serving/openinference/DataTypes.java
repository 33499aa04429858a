package io.pilotlight.serving.openinference;

import io.pilotlight.api.DataType;
import io.pilotlight.api.InferenceException;
import io.pilotlight.wire.json.JsonErrors;

import java.util.Arrays;

/** Data types as callers write them. */
public final class DataTypes {

    private DataTypes() {}

    static DataType parse(String tensor, String text) {
        for (DataType type : DataType.values()) {
            if (type.name().equals(text)) {
                return type;
            }
        }
        throw InferenceException.mismatch(
                tensor,
                "input `" + tensor + "`: expected a datatype of " + Arrays.toString(DataType.values()) + ", got \""
                        + JsonErrors.abbreviate(text) + "\"");
    }
}
