package io.pilotlight.cache;

import java.nio.ByteBuffer;

/**
 * Under what replicas share something: a letter that says what it is, and a digest of which one. In a store it is that letter as
 * one byte, and the digest's 32.
 */
record StoreKey(char kind, ItemKey digest) {

    static StoreKey answer(ItemKey key) {
        return new StoreKey('A', key);
    }

    static StoreKey epoch(EpochName name) {
        return new StoreKey('E', name.key());
    }

    static StoreKey of(byte[] bytes) {
        byte[] digest = new byte[ItemKey.BYTES];
        ByteBuffer in = ByteBuffer.wrap(bytes);
        char kind = (char) in.get();
        in.get(digest);
        return new StoreKey(kind, ItemKey.of(digest));
    }

    byte[] bytes() {
        return ByteBuffer.allocate(1 + ItemKey.BYTES)
                .put((byte) kind)
                .put(digest.bytes())
                .array();
    }
}
