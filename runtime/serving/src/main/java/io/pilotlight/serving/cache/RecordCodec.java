package io.pilotlight.serving.cache;

import io.pilotlight.api.Tensors;
import io.pilotlight.cache.ItemCodec;
import io.pilotlight.cache.ItemKey;
import io.pilotlight.cache.KeyDigest;
import io.pilotlight.serving.item.FunctionType;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A typed function's items and results, as the tensors in which they lie; so it does not matter by which protocol they came. */
final class RecordCodec implements ItemCodec<Record, Record> {

    private final FunctionType<Record, Record> type;

    RecordCodec(FunctionType<Record, Record> type) {
        this.type = type;
    }

    @Override
    public Optional<ItemKey> key(KeyDigest digest, Record item) {
        if (!type.input().type().isInstance(item)) {
            return Optional.empty(); // of another kind, as token ids are
        }
        return Optional.of(digest.inputs(type.input().inputs(item))
                .parameters(type.input().parameters(item))
                .key());
    }

    @Override
    public Tensors outputs(Record result) {
        return type.output().tensors(List.of(result));
    }

    @Override
    public Record result(Tensors outputs) {
        return type.output().items(outputs, Map.of()).getFirst();
    }
}
