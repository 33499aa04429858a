package io.pilotlight.tests.process;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A container image's archive, unpacked by its own manifest as an engine does it, and started as one starts it: in a root of its own
 * that cannot be written to, with an empty /tmp, as the user and with the environment that the image names. It needs Linux and root,
 * but no engine.
 */
public final class ContainerImage {

    /** How a process gets a root of its own, of $1, as user $2, to run $3; what follows are its settings. */
    private static final String CONTAIN = """
            set -e
            root=$1 user=$2 program=$3
            shift 3
            chroot=$(command -v chroot)
            mount --bind "$root" "$root"
            mount -t tmpfs -o size=16m,mode=1777 tmpfs "$root/tmp"
            mount -t proc proc "$root/proc"
            mount --rbind /dev "$root/dev"
            mount --rbind /sys "$root/sys"
            mount -o remount,ro,bind "$root"
            exec env -i "$@" "$chroot" --userspec="$user" "$root" "$program"
            """;

    private final Path root;
    private final JsonNode settings;

    private ContainerImage(Path root, JsonNode settings) {
        this.root = root;
        this.settings = settings;
    }

    /** Whether this machine lets the tests start images. */
    public static boolean canStart() throws IOException, InterruptedException {
        try {
            return new ProcessBuilder("unshare", "--mount", "--propagation", "private", "true")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    /** Unpacks an archive, with owners and modes, below a folder. */
    public static ContainerImage unpack(Path archive, Path folder) throws IOException, InterruptedException {
        Path layout = Files.createDirectory(folder.resolve("layout"));
        Path root = Files.createDirectory(folder.resolve("root"));
        run(List.of("tar", "-xf", archive.toString(), "-C", layout.toString()));
        JsonNode index = Json.parse(Files.readAllBytes(layout.resolve("index.json")));
        JsonNode manifest = Json.parse(
                Files.readAllBytes(blob(layout, index.required("manifests").required(0))));
        for (JsonNode layer : manifest.required("layers")) {
            run(List.of("tar", "-xpzf", blob(layout, layer).toString(), "-C", root.toString(), "--same-owner"));
        }
        for (String mounted : List.of("proc", "dev", "sys")) {
            Files.createDirectory(root.resolve(mounted));
        }
        JsonNode config = Json.parse(Files.readAllBytes(blob(layout, manifest.required("config"))));
        return new ContainerImage(root, config.required("config"));
    }

    private static Path blob(Path layout, JsonNode descriptor) {
        return layout.resolve("blobs")
                .resolve(descriptor.required("digest").textValue().replace(':', File.separatorChar));
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        int code = process.waitFor();
        if (code != 0) {
            throw new IllegalStateException(command + ": exit code " + code);
        }
    }

    /** Starts it, on a free port and with nothing else to tell it, and waits until it is ready. */
    public FunctionProcess start() throws IOException {
        int port = ChildProcesses.freePort();
        Files.createDirectories(ChildProcesses.FOLDER);
        Path log = Files.createTempFile(ChildProcesses.FOLDER, "image-", ".log");
        List<String> command = new ArrayList<>(List.of("unshare", "--mount", "--propagation", "private"));
        command.addAll(List.of("sh", "-c", CONTAIN, "contain", root.toString()));
        command.add(settings.required("User").textValue());
        command.add(settings.required("Entrypoint").required(0).textValue());
        settings.required("Env").forEach(setting -> command.add(setting.textValue()));
        command.add("PORT=" + port);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new FunctionProcess(process, port, log).awaitReady();
    }
}
