package io.pilotlight.image;

import io.pilotlight.api.FileDigest;

import org.cyclonedx.Version;
import org.cyclonedx.exception.GeneratorException;
import org.cyclonedx.exception.ParseException;
import org.cyclonedx.generators.BomGeneratorFactory;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.Hash;
import org.cyclonedx.model.Metadata;
import org.cyclonedx.model.Property;
import org.cyclonedx.parsers.JsonParser;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What an image is made of, by CycloneDX: every file with its digest, and the libraries that were compiled into the executable, as the
 * build has them. Where there is a base image, its own bill tells of the rest.
 */
final class BillOfMaterials {

    private BillOfMaterials() {}

    /**
     * Writes the bill.
     *
     * @param compiled the build's own bill
     */
    static void write(Image image, OciArchive archive, Path compiled, Path output) throws IOException {
        Bom bom = read(compiled);
        List<Component> components = new ArrayList<>();
        Optional.ofNullable(bom.getMetadata()).map(Metadata::getComponent).ifPresent(components::add);
        components.addAll(Optional.ofNullable(bom.getComponents()).orElse(List.of()));
        components.addAll(packages(image));
        for (Layer layer : image.contents().layers()) {
            for (var file : layer.files().entrySet()) {
                components.add(component(layer, file.getKey(), file.getValue()));
            }
        }
        bom.setComponents(components);
        bom.setSerialNumber("urn:uuid:"
                + UUID.nameUUIDFromBytes(archive.manifest().toString().getBytes(StandardCharsets.UTF_8)));
        bom.setMetadata(new Metadata());
        bom.getMetadata().setTimestamp(null); // the same image has the same bill
        bom.getMetadata().setComponent(container(image, archive));
        try {
            Files.writeString(
                    output,
                    BomGeneratorFactory.createJson(Version.VERSION_16, bom).toJsonString());
        } catch (GeneratorException e) {
            throw new ImageException("bill of materials " + output + ": cannot be written: " + e.getMessage(), e);
        }
    }

    private static Bom read(Path compiled) {
        if (!Files.isRegularFile(compiled)) {
            throw new ImageException("bill of materials " + compiled + ": expected one of the build's, there is none");
        }
        try {
            return new JsonParser().parse(compiled.toFile());
        } catch (ParseException e) {
            throw new ImageException("bill of materials " + compiled + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** Those of the machine that its libraries come from. */
    private static Collection<Component> packages(Image image) throws IOException {
        DebianPackages packages = DebianPackages.of(Path.of("/"));
        SortedMap<String, Component> owning = new TreeMap<>();
        for (Layer layer : image.contents().layers()) {
            if (layer.name().equals(Contents.SYSTEM)) {
                for (Path file : layer.files().values()) {
                    packages.owning(file.toRealPath()).ifPresent(owner -> owning.put(owner.getPurl(), owner));
                }
            }
        }
        return owning.values();
    }

    private static Component container(Image image, OciArchive archive) {
        Component container = new Component();
        container.setType(Component.Type.CONTAINER);
        container.setName(image.reference().toString());
        container.setVersion(archive.manifest().toString());
        container.setBomRef(archive.manifest().toString());
        if (image.base() instanceof Base.Registry registry) {
            container.addProperty(property("io.pilotlight.base", registry.reference()));
        }
        return container;
    }

    private static Component component(Layer layer, String path, Path file) throws IOException {
        Component component = new Component();
        component.setType(path.endsWith(".onnx") ? Component.Type.MACHINE_LEARNING_MODEL : Component.Type.FILE);
        component.setName(path);
        component.setBomRef("file:" + path);
        component.addHash(
                new Hash(Hash.Algorithm.SHA_256, FileDigest.whole(file).hex()));
        component.addProperty(property("io.pilotlight.layer", layer.name()));
        return component;
    }

    private static Property property(String name, String value) {
        Property property = new Property();
        property.setName(name);
        property.setValue(value);
        return property;
    }
}
