package io.pilotlight.image;

import java.nio.file.Path;

/** Files that every Linux machine with a JDK has, small ones, to be packed in the place of ours. */
public final class LinuxFiles {

    /** An executable that needs the dynamic loader and the C library. */
    public static final Path EXECUTABLE = Path.of("/bin/sh");

    /** A library that needs, beside the C library, that of mathematics. */
    public static final Path LIBRARY = Path.of(System.getProperty("java.home"), "lib", "libsyslookup.so");

    private LinuxFiles() {}
}
