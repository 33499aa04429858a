package io.pilotlight.tests.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One of Terraform's folders, without its registry: the provider that applies manifests is built from its Go module. What Terraform
 * keeps of its own lies in {@code target}, not beside the sources.
 */
record Terraform(Path folder) {

    private static final Path HOME = Tools.ROOT.resolve("terraform");
    private static final Path KEPT = Path.of("target", "terraform").toAbsolutePath();

    /** All modules, and examples that have tests (a user's own copy of one may not), by their paths below {@code terraform}. */
    static Stream<String> folders() {
        return Stream.of("modules", "examples").flatMap(kind -> {
            try (Stream<Path> folders = Files.list(HOME.resolve(kind))) {
                return folders
                        .filter(folder -> kind.equals("modules") || Files.isDirectory(folder.resolve("tests")))
                        .map(folder -> kind + "/" + folder.getFileName())
                        .sorted()
                        .toList()
                        .stream();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    static Terraform in(String folder) {
        Tools.require("terraform");
        return new Terraform(HOME.resolve(folder));
    }

    Outcome run(String... command) {
        Map<String, String> environment = Map.of(
                "TF_CLI_CONFIG_FILE",
                settings().toString(),
                "TF_DATA_DIR",
                KEPT.resolve(HOME.relativize(folder).toString()).toString(),
                "TF_IN_AUTOMATION",
                "true",
                "CHECKPOINT_DISABLE",
                "true");
        return Outcome.of(
                folder,
                environment,
                Stream.concat(Stream.of("terraform"), Stream.of(command)).toList());
    }

    /** Terraform's settings, by which it takes the provider that was built here. */
    static Path settings() {
        Path provider = Tools.built("github.com/gavinbunney/terraform-provider-kubectl", "v1.19.0");
        try {
            return Files.writeString(
                    Files.createDirectories(KEPT).resolve("terraform.rc"),
                    "provider_installation {\n  dev_overrides {\n    \"gavinbunney/kubectl\" = \""
                            + provider.getParent() + "\"\n  }\n}\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What an example would apply at each of its sites. */
    Map<String, Manifests> manifests() {
        run("get").succeeded();
        String plan = KEPT.resolve(folder.getFileName() + ".plan").toString();
        run("plan", "-no-color", "-input=false", "-out=" + plan).succeeded();
        Map<String, Manifests> sites = new TreeMap<>();
        Manifests.json(run("show", "-json", plan).succeeded())
                .required("planned_values")
                .required("outputs")
                .required("manifests")
                .required("value")
                .properties()
                .forEach(site -> sites.put(
                        site.getKey(),
                        Manifests.of(site.getValue()
                                .valueStream()
                                .map(manifest -> manifest.textValue())
                                .toList())));
        return sites;
    }

    List<String> sources() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".tf"))
                    .map(Terraform::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
