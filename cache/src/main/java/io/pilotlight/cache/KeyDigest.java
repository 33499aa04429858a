package io.pilotlight.cache;

import io.pilotlight.api.Sha256;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.Tensors;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes the {@link ItemKey} of one item. What is hashed is a sequence of <em>fields</em>, each of which is
 *
 * <pre>tag (1 byte)  length (8 bytes, big-endian)  content (length bytes)</pre>
 *
 * so that the sequence can be read back in one way only: different questions have different encodings, and so, as far as SHA-256
 * does, different keys. The sequence is
 *
 * <pre>
 * V  version of this encoding: the text "1"
 * T  tenant
 * F  function
 * D  answer digest, 32 bytes
 * O  operation
 * G  epochs of tenant, function and answer digest, 8 bytes each
 * for each input, by its name in the order of UTF-16 units:
 *   N  name   Y  data type   S  shape, 8 bytes for each dimension
 *   B  its elements, little-endian, in row-major order; or for BYTES
 *   E  one element, for each
 * for each parameter, in the same order:
 *   P  name   Q  the value's Java class without its package   A  value as text
 * </pre>
 *
 * Texts are UTF-8, numbers big-endian where nothing else is said. Neither the protocol nor the request's id has a part in it, nor which outputs
 * are asked for: all are kept, and picked from when they are found.
 */
public final class KeyDigest {

    private static final String VERSION = "1";

    private final MessageDigest digest;

    /** Of the field that is written. */
    private final ByteBuffer head = ByteBuffer.allocate(1 + Long.BYTES);

    private KeyDigest(MessageDigest digest) {
        this.digest = digest;
    }

    /** Of an item within that scope, while it is in those epochs. */
    static KeyDigest in(Scope scope, Generation generation) {
        ByteBuffer epochs = ByteBuffer.allocate(3 * Long.BYTES)
                .putLong(generation.tenant())
                .putLong(generation.function())
                .putLong(generation.answerDigest());
        return new KeyDigest(Sha256.algorithm())
                .text('V', VERSION)
                .text('T', scope.tenant())
                .text('F', scope.function())
                .field('D', HexFormat.of().parseHex(scope.answerDigest().hex()))
                .text('O', scope.operation())
                .field('G', epochs.array());
    }

    /** Of another item: it goes on from here, while this one stays as it is. */
    KeyDigest copy() {
        try {
            return new KeyDigest((MessageDigest) digest.clone());
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException("SHA-256 can be gone on with from any state", impossible);
        }
    }

    public KeyDigest inputs(Tensors inputs) {
        new TreeMap<>(inputs.byName()).forEach(this::input);
        return this;
    }

    private void input(String name, Tensor tensor) {
        text('N', name).text('Y', tensor.type().name());
        ByteBuffer shape = ByteBuffer.allocate(tensor.shape().rank() * Long.BYTES);
        tensor.shape().dimensions().forEach(shape::putLong);
        field('S', shape.array());
        switch (tensor) {
            case Tensor.Numeric numeric -> {
                begin('B', numeric.data().remaining());
                digest.update(numeric.data());
            }
            case Tensor.Bytes bytes -> bytes.elements().forEach(element -> field('E', element));
        }
    }

    /**
     * Parameters that change the answer.
     *
     * @param parameters strings, numbers and booleans, of the types that the function declares
     */
    public KeyDigest parameters(Map<String, Object> parameters) {
        new TreeMap<>(parameters).forEach((name, value) -> text('P', name)
                .text('Q', value.getClass().getSimpleName())
                .text('A', value.toString()));
        return this;
    }

    /** To be called once. */
    public ItemKey key() {
        return ItemKey.of(digest.digest());
    }

    private KeyDigest text(char tag, String text) {
        return field(tag, text.getBytes(StandardCharsets.UTF_8));
    }

    private KeyDigest field(char tag, byte[] content) {
        begin(tag, content.length);
        digest.update(content);
        return this;
    }

    private void begin(char tag, long length) {
        digest.update(head.clear().put((byte) tag).putLong(length).flip());
    }
}
