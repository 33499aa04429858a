package io.pilotlight.image;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What was written, for people: layers with their sizes, and how the image gets to where it runs. */
final class Summary {

    private Summary() {}

    static void print(Image image, OciArchive archive, Path file, Path bill, Build build, PrintStream out) {
        List<Layer> own = image.contents().layers();
        int ofBase = archive.layers().size() - own.size();
        out.println(image.reference() + "  " + archive.manifest());
        for (int i = 0; i < archive.layers().size(); i++) {
            OciArchive.Blob layer = archive.layers().get(i);
            String name = i < ofBase ? "of the base image" : own.get(i - ofBase).name();
            out.printf(Locale.ROOT, "  %-26s %7.1f MB  %s%n", name, layer.bytes() / 1e6, layer.digest());
        }
        if (!(image.base() instanceof Base.Scratch)) {
            image.contents()
                    .neededGlibc()
                    .ifPresent(glibc -> out.println(
                            "Its base image needs glibc " + glibc + " or newer, libstdc++, libgcc and zlib."));
        }
        if (build.plans().isEmpty() && !build.libraries().isEmpty()) {
            out.println("It has no measured plans: './pilotlight plans " + build.application()
                    + "' on the hardware that it shall run on measures them, for the next image.");
        }
        out.println();
        out.println("Its bill of materials is " + bill + ". To load it:");
        out.println("  ctr -n k8s.io images import " + file);
        out.println("  podman load -i " + file);
        out.println("  docker load -i " + file);
    }
}
