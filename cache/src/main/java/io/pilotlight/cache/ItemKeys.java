package io.pilotlight.cache;

import io.pilotlight.api.Request;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the keys of requests' items. They begin alike: what is the same as for the last request is not hashed anew. */
final class ItemKeys<I> {

    private final ItemCodec<I, ?> codec;
    private final Scope scope;
    private final AnswerCache cache;

    /** Of the last request: most of a tenant's requests follow one another within the same epochs. */
    private volatile @Nullable Beginning last;

    /** What all keys of a scope begin with, while it is in those epochs. */
    private record Beginning(Scope scope, Generation generation, KeyDigest digest) {}

    /** Of items within that scope, each tenant's in his own. */
    ItemKeys(ItemCodec<I, ?> codec, Scope scope, AnswerCache cache) {
        this.codec = codec;
        this.scope = scope;
        this.cache = cache;
    }

    /** Fewer than there are items where some may not be kept, or what is kept cannot be known. */
    List<ItemKey> of(Request<I> request) {
        Scope own = scope.of(request.call().tenant());
        Optional<Generation> generation = cache.generation(own);
        if (generation.isEmpty()) {
            return List.of();
        }
        KeyDigest begun = begun(own, generation.get());
        List<ItemKey> keys = new ArrayList<>(request.items().size());
        for (I item : request.items()) {
            codec.key(begun.copy(), item).ifPresent(keys::add);
        }
        return keys;
    }

    private KeyDigest begun(Scope own, Generation generation) {
        Beginning known = last;
        if (known != null && known.scope().equals(own) && known.generation().equals(generation)) {
            return known.digest();
        }
        KeyDigest digest = KeyDigest.in(own, generation);
        last = new Beginning(own, generation, digest);
        return digest;
    }
}
