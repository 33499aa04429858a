package io.pilotlight.serving.item;

import io.pilotlight.api.TensorSpec;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.RecordComponent;

/**
 * One component of an item's record.
 *
 * @param spec its tensor over many items: the first dimension counts them
 * @param optional whether it may be absent: then it is a parameter of the request, not a tensor
 */
record Field(RecordComponent component, TensorSpec spec, ElementKind kind, boolean optional) {

    String name() {
        return spec.name();
    }

    @Nullable
    Object valueIn(Record item) {
        try {
            return component.getAccessor().invoke(item);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the accessor of " + component + " failed", e);
        }
    }
}
