package io.pilotlight.wire;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;

import java.util.List;

/**
 * SIGTERM and SIGINT end the application before the Java virtual machine. Left to themselves they would run all shutdown hooks
 * side by side: ONNX Runtime's own, which frees its environment, beside Quarkus's, which still answers what is in flight; and
 * a model that runs in a freed environment crashes the process.
 */
public final class TerminationSignals {

    private static final int SIGNAL_EXIT_CODE = 128;

    private TerminationSignals() {}

    /** Has the application stop in order; the process then ends with the exit code of the signal. */
    public static void stopTheApplication() {
        if (LaunchMode.current() != LaunchMode.NORMAL) {
            return; // a test or live reload stops it in its own way
        }
        for (String name : List.of("TERM", "INT")) {
            sun.misc.Signal.handle(
                    new sun.misc.Signal(name), signal -> Quarkus.asyncExit(SIGNAL_EXIT_CODE + signal.getNumber()));
        }
    }
}
