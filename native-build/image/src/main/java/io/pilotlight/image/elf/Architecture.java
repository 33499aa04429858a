package io.pilotlight.image.elf;

import java.util.Arrays;
import java.util.Optional;

/** What processor a file is for. */
public enum Architecture {
    AMD64(62, "amd64", "x86_64-linux-gnu"),
    ARM64(183, "arm64", "aarch64-linux-gnu");

    private final int machine; // ELF's e_machine
    private final String label;
    private final String triplet;

    Architecture(int machine, String label, String triplet) {
        this.machine = machine;
        this.label = label;
        this.triplet = triplet;
    }

    static Optional<Architecture> of(int machine) {
        return Arrays.stream(values()).filter(known -> known.machine == machine).findFirst();
    }

    /** As images say it. */
    public String label() {
        return label;
    }

    /** As Debian and its kin call the folders of its libraries. */
    String triplet() {
        return triplet;
    }
}
