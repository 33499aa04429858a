package io.pilotlight.serving.item;

import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Shape;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.TensorSpec;
import io.pilotlight.api.Tensors;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.BiConsumer;

/**
 * A record type of items, and how many items of it lie in named tensors: each component is a tensor whose first dimension
 * counts the items. A component annotated {@link Nullable} may be absent; it is given as a parameter of the request, the
 * same for all its items.
 *
 * @param <T> a record of strings, booleans, numbers, and arrays of floats or longs
 */
public final class ItemType<T extends Record> {

    private final Class<T> type;
    private final List<Field> fields;

    /** Those of the fields that are tensors. */
    private final List<Field> required;

    private final Constructor<T> constructor;

    private ItemType(Class<T> type, List<Field> fields, Constructor<T> constructor) {
        this.type = type;
        this.fields = fields;
        this.required = fields.stream().filter(field -> !field.optional()).toList();
        this.constructor = constructor;
    }

    /**
     * Looks into a record type.
     *
     * @throws IllegalArgumentException if it has a component of another type than those above, or none that must be given
     */
    public static <T extends Record> ItemType<T> of(Class<T> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<T> constructor = type.getDeclaredConstructor(types);
            List<Field> fields = Arrays.stream(components).map(ItemType::field).toList();
            requireTensor(type, fields);
            return new ItemType<>(type, fields, constructor);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("every record has a canonical constructor", e);
        }
    }

    private static Field field(RecordComponent component) {
        ElementKind kind = ElementKind.of(component.getType())
                .orElseThrow(() -> new IllegalArgumentException("item type: component " + component
                        + " has a type that no tensor holds; see io.pilotlight.serving.item.ItemType"));
        TensorSpec spec = new TensorSpec(component.getName(), kind.dataType(), shape(component, kind));
        boolean optional = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        if (optional && (kind.isArray() || component.getType().isPrimitive())) {
            throw new IllegalArgumentException(
                    "item type: component " + component
                            + " is @Nullable, so it is a parameter of a request: expected a string, a boolean or a number, boxed");
        }
        return new Field(component, spec, kind, optional);
    }

    /** The items of a request are counted by its tensors. */
    private static void requireTensor(Class<?> type, List<Field> fields) {
        if (fields.stream().allMatch(Field::optional)) {
            throw new IllegalArgumentException("item type: " + type.getName()
                    + ": expected at least one component that is not @Nullable, got none");
        }
    }

    private static Shape shape(RecordComponent component, ElementKind kind) {
        if (!kind.isArray()) {
            return Shape.of(Shape.VARIABLE);
        }
        Length length = component.getAnnotation(Length.class);
        return Shape.of(Shape.VARIABLE, length == null ? Shape.VARIABLE : length.value());
    }

    /** The same for callers who handle items without knowing their type. */
    @SuppressWarnings("unchecked")
    public ItemType<Record> asRecords() {
        return (ItemType<Record>) this;
    }

    public Class<T> type() {
        return type;
    }

    /** The tensors of its items. */
    public List<TensorSpec> tensors() {
        return required.stream().map(Field::spec).toList();
    }

    /** The parameters that its items share; their shapes say nothing. */
    public List<TensorSpec> parameters() {
        return fields.stream().filter(Field::optional).map(Field::spec).toList();
    }

    /**
     * The items that lie in the tensors.
     *
     * @param tensors exactly those of {@link #tensors()}
     * @param parameters by name; those that are none of ours are left alone
     * @throws InferenceException {@code TENSOR_MISMATCH} or {@code INVALID_REQUEST}, naming the tensor or parameter
     */
    public List<T> items(Tensors tensors, Map<String, Object> parameters) {
        int count = count(tensors);
        List<T> items = new ArrayList<>(count);
        for (int item = 0; item < count; item++) {
            @Nullable Object[] arguments = new Object[fields.size()];
            for (int f = 0; f < arguments.length; f++) {
                Field field = fields.get(f);
                arguments[f] = field.optional() ? parameter(field, parameters) : element(field, tensors, item);
            }
            items.add(create(arguments));
        }
        return items;
    }

    private int count(Tensors tensors) {
        long count = -1;
        for (Field field : required) {
            Shape shape = tensors.get(field.name()).shape();
            long items = shape.rank() == 0 ? 1 : shape.dimension(0);
            if (count >= 0 && items != count) {
                throw InferenceException.mismatch(
                        field.name(),
                        "tensor `" + field.name() + "`: expected " + count + " items like the tensors before it, got "
                                + items);
            }
            count = items;
        }
        return Math.toIntExact(count);
    }

    private static Object element(Field field, Tensors tensors, int item) {
        Tensor tensor = tensors.get(field.name());
        int length = field.kind().isArray() ? Math.toIntExact(tensor.shape().dimension(1)) : 1;
        try {
            return field.kind().get(tensor, item, length);
        } catch (CharacterCodingException e) {
            throw InferenceException.mismatch(
                    field.name(), "tensor `" + field.name() + "`: expected UTF-8 text, element " + item + " is not");
        }
    }

    private static @Nullable Object parameter(Field field, Map<String, Object> parameters) {
        Object given = parameters.get(field.name());
        return given == null ? null : ParameterValue.of(field, given);
    }

    private T create(@Nullable Object[] arguments) {
        try {
            return constructor.newInstance(arguments);
        } catch (ReflectiveOperationException e) {
            if (e.getCause() instanceof InferenceException refused) {
                throw refused;
            }
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw InferenceException.invalid("inputs", "inputs: " + refused.getMessage());
            }
            throw new IllegalStateException("the constructor of " + type.getName() + " failed", e);
        }
    }

    /** Refuses an item of which a component is missing that must be there. JSON readers leave such components null. */
    public void requireComplete(T item) {
        for (Field field : required) {
            if (field.valueIn(item) == null) {
                throw InferenceException.invalid(
                        field.name(),
                        "`" + field.name() + "`: expected " + field.kind().dataType() + ", it is missing");
            }
        }
    }

    /** Shows every text of an item, by the name of its component. */
    public void forEachText(T item, BiConsumer<String, String> visitor) {
        for (Field field : fields) {
            if (field.kind() == ElementKind.TEXT && field.valueIn(item) instanceof String text) {
                visitor.accept(field.name(), text);
            }
        }
    }

    /** The tensors in which one item lies, without its parameters. */
    public Tensors inputs(T item) {
        return columns(required, List.of(item));
    }

    /** The parameters that an item has been given. */
    public Map<String, Object> parameters(T item) {
        Map<String, Object> parameters = new HashMap<>();
        for (Field field : fields) {
            Object given = field.optional() ? field.valueIn(item) : null;
            if (given != null) {
                parameters.put(field.name(), given);
            }
        }
        return parameters;
    }

    /** The tensors in which the items lie. */
    public Tensors tensors(List<T> items) {
        return columns(fields, items);
    }

    private static Tensors columns(List<Field> fields, List<? extends Record> items) {
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        for (Field field : fields) {
            tensors.put(field.name(), Column.of(field, items));
        }
        return new Tensors(tensors);
    }
}
