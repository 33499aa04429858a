package io.pilotlight.serving.item;

import io.pilotlight.api.InferenceException;

import java.math.BigDecimal;

/** A parameter's value as its component wants it. JSON knows one kind of number: each is taken that fits. */
final class ParameterValue {

    private static final int MAX_QUOTED = 32;

    private ParameterValue() {}

    /**
     * The value to give to the component.
     *
     * @throws InferenceException {@code INVALID_REQUEST}, naming the parameter
     */
    static Object of(Field field, Object given) {
        try {
            Object value = given instanceof Number number ? converted(number, field.kind()) : given;
            if (field.component().getType().isInstance(value)) {
                return value;
            }
        } catch (ArithmeticException | NumberFormatException doesNotFit) {
            // said below
        }
        throw InferenceException.invalid(
                field.name(),
                "parameter `" + field.name() + "`: expected " + field.kind().dataType() + ", got "
                        + given.getClass().getSimpleName() + " " + quoted(given.toString()));
    }

    private static Object converted(Number number, ElementKind kind) {
        return switch (kind) {
            case INT -> decimal(number).intValueExact();
            case LONG -> decimal(number).longValueExact();
            case FLOAT -> finite(decimal(number).floatValue());
            case DOUBLE -> finite(decimal(number).doubleValue());
            case TEXT, BOOLEAN, FLOATS, LONGS -> number;
        };
    }

    private static BigDecimal decimal(Number number) {
        return new BigDecimal(number.toString());
    }

    /** Fractions are rounded to the nearest, as everywhere; what is beyond the range is refused. */
    private static float finite(float value) {
        if (!Float.isFinite(value)) {
            throw new ArithmeticException("beyond the range of a float");
        }
        return value;
    }

    private static double finite(double value) {
        if (!Double.isFinite(value)) {
            throw new ArithmeticException("beyond the range of a double");
        }
        return value;
    }

    private static String quoted(String text) {
        return text.length() <= MAX_QUOTED ? text : text.substring(0, MAX_QUOTED) + "…";
    }
}
