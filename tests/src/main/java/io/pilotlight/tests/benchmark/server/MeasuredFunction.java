package io.pilotlight.tests.benchmark.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A function that is measured, and where its build leaves its files. */
public enum MeasuredFunction {
    EMBED,
    ONNX;

    String folder() {
        return name().toLowerCase(Locale.ROOT);
    }

    Path target() {
        return Path.of("functions", folder(), "target");
    }

    /** What of it can be started now. */
    public List<FunctionBuild> built() {
        return builds(List.of(ServerKind.values())).stream()
                .filter(FunctionBuild::isBuilt)
                .toList();
    }

    /** Its builds of these kinds, whether they are there or not. */
    public List<FunctionBuild> builds(List<ServerKind> kinds) {
        return Stream.of(ServerKind.values())
                .filter(kinds::contains)
                .map(kind -> new FunctionBuild(this, kind))
                .toList();
    }
}
