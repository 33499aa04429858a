package io.pilotlight.serving.openinference;

import io.pilotlight.api.CacheUse;
import io.pilotlight.api.DataType;
import io.pilotlight.api.ModelId;
import io.pilotlight.api.Sha256;
import io.pilotlight.api.Shape;
import io.pilotlight.api.Signature;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.TensorSpec;
import io.pilotlight.api.Tensors;
import io.pilotlight.api.Timing;
import io.pilotlight.serving.item.ItemType;
import io.pilotlight.serving.repository.Model;
import io.pilotlight.wire.openinference.ModelDescription;
import io.pilotlight.wire.telemetry.InferenceStatistics;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A model whose outputs are its inputs, so that what was read of a request can be compared with what is read of its answer.
 *
 * @param items what the tensors hold, where they are a typed function's
 */
public record EchoModel(Signature signature, int maxItems, Optional<ItemType<? extends Record>> items)
        implements Model {

    /** What a typed function may take: every kind of component, and parameters. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Item(
            String text,
            float[] vector,
            long number,
            boolean flag,
            @Nullable Integer count,
            @Nullable String name) {}

    /** By one letter each: every data type, shapes with none, some and all dimensions variable, items counted and not. */
    public static final Map<Character, EchoModel> ALL = Map.of(
            't', model(8, spec("text", DataType.BYTES, -1)),
            'f', model(8, spec("f", DataType.FP32, -1, 3)),
            'l', model(ModelDescription.UNBOUNDED, spec("l", DataType.INT64, -1, -1)),
            'b', model(ModelDescription.UNBOUNDED, spec("b", DataType.BOOL, -1), spec("s", DataType.BYTES, -1, 2)),
            'h', model(ModelDescription.UNBOUNDED, spec("h", DataType.FP16, -1), spec("g", DataType.BF16)),
            'u', model(8, spec("u", DataType.UINT64, -1), spec("d", DataType.FP64, -1)),
            'i', model(ModelDescription.UNBOUNDED, spec("i", DataType.INT32, 2, 2), spec("c", DataType.INT8, -1, 1, 2)),
            'w', model(8, spec("w", DataType.UINT32, -1), spec("o", DataType.UINT8, -1), spec("p", DataType.INT16, -1)),
            'q', model(ModelDescription.UNBOUNDED, spec("q", DataType.UINT16)),
            'r', typed());

    private static EchoModel model(int maxItems, TensorSpec... specs) {
        return new EchoModel(new Signature(List.of(specs), List.of(specs)), maxItems, Optional.empty());
    }

    private static EchoModel typed() {
        ItemType<Item> type = ItemType.of(Item.class);
        return new EchoModel(new Signature(type.tensors(), type.tensors()), 8, Optional.of(type));
    }

    private static TensorSpec spec(String name, DataType type, long... shape) {
        return new TensorSpec(name, type, Shape.of(shape));
    }

    /** The model of that letter; any model for any other. */
    public static EchoModel of(byte letter) {
        EchoModel model = ALL.get((char) letter);
        return model != null ? model : List.copyOf(ALL.values()).get(Byte.toUnsignedInt(letter) % ALL.size());
    }

    @Override
    public ModelId id() {
        return new ModelId("echo", "1");
    }

    @Override
    public Sha256 answerDigest() {
        return new Sha256("0".repeat(64));
    }

    @Override
    public InferenceStatistics statistics() {
        return new InferenceStatistics();
    }

    @Override
    public Answer infer(Question question) {
        items.ifPresent(type -> type.items(question.inputs(), question.parameters()));
        return new Answer(question.inputs(), new Timing(Duration.ZERO, Duration.ZERO), CacheUse.BYPASSED);
    }

    /** What its answers are held against when they are sent back to it. */
    public InputCheck checkOf(Tensors outputs) {
        List<TensorSpec> some = signature.inputs().stream()
                .filter(input -> outputs.byName().containsKey(input.name()))
                .toList();
        return new InputCheck(new Signature(some, some), maxItems);
    }

    /** That tensors are the same to the bit. */
    public static void requireSame(Tensors actual, Tensors expected) {
        assertThat(actual.byName().keySet()).isEqualTo(expected.byName().keySet());
        actual.byName().forEach((name, tensor) -> {
            Tensor other = expected.get(name);
            assertThat(tensor.type()).isEqualTo(other.type());
            assertThat(tensor.shape()).isEqualTo(other.shape());
            assertThat(BinaryPart.of(tensor)).isEqualTo(BinaryPart.of(other));
        });
    }
}
