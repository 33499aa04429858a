package io.pilotlight.image;

import com.github.packageurl.MalformedPackageURLException;
import com.github.packageurl.PackageURL;
import org.cyclonedx.model.Component;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Which packages the libraries of a machine belong to, where Debian or one of its kin runs there: scanners know vulnerabilities by packages
 * and not by files. Elsewhere nothing is found.
 */
final class DebianPackages {

    private final Map<String, String> packageByLibrary = new HashMap<>(); // libc6:amd64 by /usr/lib/…/libc.so.6
    private final Map<String, Component> componentByPackage = new HashMap<>();

    private DebianPackages() {}

    /**
     * Reads what the package manager keeps.
     *
     * @param root of the file system: that of this machine
     */
    static DebianPackages of(Path root) {
        DebianPackages packages = new DebianPackages();
        Path kept = root.resolve("var/lib/dpkg");
        if (!Files.isReadable(kept.resolve("status"))) {
            return packages;
        }
        try (Stream<Path> lists = Files.list(kept.resolve("info"))) {
            for (Path list :
                    lists.filter(file -> file.toString().endsWith(".list")).toList()) {
                String name = String.valueOf(list.getFileName()).replaceFirst("\\.list$", "");
                Files.readString(list)
                        .lines()
                        .filter(file -> file.contains(".so"))
                        .forEach(file -> packages.packageByLibrary.put(merged(file), name));
            }
            Map<String, String> system = fields(Files.readString(root.resolve("etc/os-release")), "=");
            for (String entry : Files.readString(kept.resolve("status")).split("\n\n", -1)) {
                packages.add(fields(entry, ": "), system);
            }
        } catch (IOException e) {
            throw new ImageException("packages of this machine, in " + kept + ": cannot be read: " + e.getMessage(), e);
        }
        return packages;
    }

    /** The package that a library belongs to. */
    Optional<Component> owning(Path library) {
        return Optional.ofNullable(packageByLibrary.get(merged(library.toString())))
                .map(componentByPackage::get);
    }

    /** Packages may still call a folder /lib that is a link to /usr/lib since long. */
    private static String merged(String file) {
        return file.startsWith("/lib") ? "/usr" + file : file;
    }

    private static Map<String, String> fields(String text, String separator) {
        Map<String, String> fields = new HashMap<>();
        for (String line : text.lines().toList()) {
            List<String> parts = List.of(line.split(separator, 2));
            if (parts.size() == 2) {
                fields.put(parts.get(0), parts.get(1).replace("\"", ""));
            }
        }
        return fields;
    }

    private void add(Map<String, String> fields, Map<String, String> system) {
        String name = fields.getOrDefault("Package", "");
        String version = fields.getOrDefault("Version", "");
        String architecture = fields.getOrDefault("Architecture", "");
        String distribution = system.getOrDefault("ID", "debian");
        TreeMap<String, String> qualifiers = new TreeMap<>(
                Map.of("arch", architecture, "distro", distribution + "-" + system.getOrDefault("VERSION_ID", "sid")));
        Component component = new Component();
        try {
            component.setPurl(new PackageURL("deb", distribution, name, version, qualifiers, null));
        } catch (MalformedPackageURLException e) {
            return; // an entry without a name
        }
        component.setType(Component.Type.LIBRARY);
        component.setName(name);
        component.setVersion(version);
        component.setBomRef(component.getPurl());
        componentByPackage.put(name, component);
        componentByPackage.put(name + ":" + architecture, component);
    }
}
