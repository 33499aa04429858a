package io.pilotlight.image;

import java.nio.file.Path;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A layer of an image.
 *
 * @param name what it is, in words
 * @param files those on this machine, by their paths in the image
 * @param executable whether they are programs and libraries, or data
 * @param writableFolders empty folders that anybody may write to
 */
record Layer(String name, SortedMap<String, Path> files, boolean executable, SortedSet<String> writableFolders) {

    /** The folder that holds all of ours. */
    static final String HOME = "/pilotlight";

    Layer {
        files = new TreeMap<>(files);
        writableFolders = new TreeSet<>(writableFolders);
    }

    Layer(String name, SortedMap<String, Path> files, boolean executable) {
        this(name, files, executable, new TreeSet<>());
    }
}
