package io.pilotlight.engine.session;

import org.graalvm.nativeimage.c.function.CFunction;

/**
 * Memory that the C library holds back. Loading a model leaves holes of 10 MB and more behind, which glibc keeps for later;
 * a process that has loaded its one model has no later.
 */
public final class NativeMemory {

    private NativeMemory() {}

    /** Gives it back to the system, where this is a native executable on Linux; elsewhere does nothing. */
    public static void release() {
        if (System.getProperty("org.graalvm.nativeimage.imagecode") != null
                && System.getProperty("os.name").equals("Linux")) {
            Glibc.trim(0);
        }
    }

    /** Apart, so that a JVM never looks for it. */
    private static final class Glibc {

        private Glibc() {}

        /** {@code malloc_trim(3)}. */
        @CFunction("malloc_trim")
        static native int trim(long padBytes);
    }
}
