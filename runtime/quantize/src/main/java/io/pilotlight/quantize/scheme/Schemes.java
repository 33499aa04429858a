package io.pilotlight.quantize.scheme;

import io.pilotlight.quantize.graph.QuantizeException;

import java.util.Iterator;
import java.util.List;

/** The schemes by their names. */
public final class Schemes implements Iterable<String> {

    private static final List<Scheme> ALL = List.of(
            new Scheme.Int8PerRow(),
            new Scheme.WeightsOnly(8),
            new Scheme.WeightsOnly(4),
            new Scheme.HalfFloats(),
            new Scheme.StaticInt8());

    /** The scheme of that name. */
    public static Scheme named(String name) {
        return ALL.stream()
                .filter(scheme -> scheme.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new QuantizeException("--scheme: expected " + names() + ", got " + name + "."));
    }

    private static String names() {
        return String.join(", ", new Schemes());
    }

    @Override
    public Iterator<String> iterator() {
        return ALL.stream().map(Scheme::name).iterator();
    }
}
