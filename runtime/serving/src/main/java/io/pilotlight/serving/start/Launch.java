package io.pilotlight.serving.start;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Where a function's process begins. */
@QuarkusMain(name = "pilotlight")
public final class Launch {

    private Launch() {}

    public static void main(String... arguments) {
        EarlyStart.begin();
        Quarkus.run(arguments);
    }
}
