package io.pilotlight.cache;

import io.pilotlight.api.DataType;
import io.pilotlight.api.Sha256;
import io.pilotlight.api.Shape;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.Tensors;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

import static org.assertj.core.api.Assertions.assertThat;

final class KeyDigestTest {

    private static final Sha256 DIGEST = new Sha256("ab".repeat(32));
    private static final Scope SCOPE = new Scope("", "embed", DIGEST, "infer");
    private static final Generation EPOCHS = new Generation(1, 2, -1);
    private static final Tensors TEXT = Tensors.of(Map.of("text", Tensor.of(Shape.of(1), "a card")));

    private static ItemKey key(Scope scope, Tensors inputs, Map<String, Object> parameters) {
        return KeyDigest.in(scope, EPOCHS).inputs(inputs).parameters(parameters).key();
    }

    private static ItemKey key(Tensors inputs) {
        return key(SCOPE, inputs, Map.of());
    }

    private static Tensors bytes(Shape shape, String... elements) {
        return Tensors.of(Map.of("text", Tensor.of(shape, elements)));
    }

    /** Digests that were made from the specification by another program. Another encoding is another version. */
    @Test
    void encodesAsItAlwaysDid() {
        assertThat(key(TEXT)).hasToString("ece69c6fabd8088a46897edf083daaf9e5217d58d5b8b6b090264c65856fb3be");
        assertThat(key(
                        new Scope("acme", "f", DIGEST, "infer"),
                        Tensors.of(Map.of("x", Tensor.of(Shape.of(1, 2), 1f, -0f))),
                        Map.of("truncate", true)))
                .hasToString("124656bb2e9b3a43305b8d9cdbe597b8dae5bd50af968333a6d0405a60473333");
    }

    @Test
    void doesNotDependOnTheOrderOfNames() {
        SequencedMap<String, Tensor> inputs = new LinkedHashMap<>();
        inputs.put("b", Tensor.of(Shape.of(1), 1L));
        inputs.put("a", Tensor.of(Shape.of(1), 2L));

        assertThat(key(new Tensors(inputs))).isEqualTo(key(new Tensors(inputs.reversed())));
    }

    /** Each differs from all others in one thing only, or moves a byte from one field to the next. */
    @Test
    void differsWithEverythingThatCounts() {
        Map<ItemKey, String> keys = new HashMap<>();
        Map<String, ItemKey> different = new LinkedHashMap<>();
        different.put("the first", key(TEXT));
        different.put("text", key(bytes(Shape.of(1), "a care")));
        different.put("shape", key(bytes(Shape.of(1, 1), "a card")));
        different.put("elements joined", key(bytes(Shape.of(2), "a", "card")));
        different.put("elements joined elsewhere", key(bytes(Shape.of(2), "ac", "ard")));
        different.put("elements with a separator", key(bytes(Shape.of(2), "a card", "")));
        different.put("elements in another shape", key(bytes(Shape.of(2, 1), "a", "card")));
        different.put("no elements", key(bytes(Shape.of(0))));
        different.put("no inputs", key(Tensors.of(Map.of())));
        different.put("name", key(Tensors.of(Map.of("texts", Tensor.of(Shape.of(1), "a card")))));
        different.put("int64", key(Tensors.of(Map.of("x", Tensor.of(Shape.of(1), 0L)))));
        different.put("fp64", key(Tensors.of(Map.of("x", Tensor.of(Shape.of(1), 0.0)))));
        different.put("negative zero", key(Tensors.of(Map.of("x", Tensor.of(Shape.of(1), -0.0)))));
        different.put("fp32", key(Tensors.of(Map.of("x", Tensor.of(Shape.of(2), 0f, 0f)))));
        different.put(
                "uint64",
                key(Tensors.of(Map.of("x", new Tensor.Numeric(DataType.UINT64, Shape.of(1), ByteBuffer.allocate(8))))));
        different.put("parameter", key(SCOPE, TEXT, Map.of("truncate", true)));
        different.put("its value", key(SCOPE, TEXT, Map.of("truncate", false)));
        different.put("its type", key(SCOPE, TEXT, Map.of("truncate", "true")));
        different.put("two parameters", key(SCOPE, TEXT, Map.of("truncate", true, "x", 1)));
        different.put("tenant", key(new Scope("a", "embed", DIGEST, "infer"), TEXT, Map.of()));
        different.put("function", key(new Scope("", "embe", DIGEST, "infer"), TEXT, Map.of()));
        different.put("tenant and function", key(new Scope("e", "mbed", DIGEST, "infer"), TEXT, Map.of()));
        different.put("digest", key(new Scope("", "embed", new Sha256("ac".repeat(32)), "infer"), TEXT, Map.of()));
        different.put("operation", key(new Scope("", "embed", DIGEST, "generate"), TEXT, Map.of()));

        different.forEach(
                (what, key) -> assertThat(keys.put(key, what)).as(what).isNull());
    }

    @Test
    void isItsBytes() {
        ItemKey key = key(TEXT);

        assertThat(ItemKey.of(key.bytes())).isEqualTo(key);
        assertThat(key).hasToString(HexFormat.of().formatHex(key.bytes()));
    }
}
