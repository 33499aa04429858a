package io.pilotlight.tests.benchmark.server;

/** The two ways in which every function is built and started. */
public enum ServerKind {
    NATIVE("native"),
    JVM("JVM");

    private final String label;

    ServerKind(String label) {
        this.label = label;
    }

    /** The name in tables. */
    public String label() {
        return label;
    }
}
