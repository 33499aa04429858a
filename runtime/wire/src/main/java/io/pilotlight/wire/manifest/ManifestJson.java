package io.pilotlight.wire.manifest;

import io.pilotlight.api.DataType;
import io.pilotlight.api.FileDigest;
import io.pilotlight.api.Sha256;
import io.pilotlight.api.Shape;
import io.pilotlight.api.TensorSpec;
import io.pilotlight.wire.json.Json;
import io.pilotlight.wire.json.StrictObject;
import io.pilotlight.wire.manifest.FunctionManifest.Operation;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The manifest as JSON: digests as {@code sha256:<hex>}, tensors as the Open Inference Protocol writes them. Read by hand:
 * it is small, is read at every cold start, and binding it by reflection would cost more than all the rest of it.
 */
public final class ManifestJson {

    private ManifestJson() {}

    /**
     * The manifest that the build has put beside the function of this process.
     *
     * @throws IllegalStateException if there is none
     */
    public static FunctionManifest ofThisFunction() {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        try (InputStream json = loader.getResourceAsStream(FunctionManifest.RESOURCE)) {
            if (json == null) {
                throw new IllegalStateException(FunctionManifest.RESOURCE + " is missing: the build writes it");
            }
            return read(json);
        } catch (IOException e) {
            throw new IllegalStateException(FunctionManifest.RESOURCE + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads a manifest.
     *
     * @throws IllegalArgumentException if it is none, saying why
     */
    public static FunctionManifest read(InputStream json) throws IOException {
        StrictObject root = StrictObject.of("manifest", Json.MAPPER.readTree(json));
        return new FunctionManifest(
                root.integer("schema"),
                root.text("name"),
                root.text("description"),
                tensors(root, "inputs"),
                tensors(root, "outputs"),
                tensors(root, "parameters"),
                root.texts("operations").stream().map(ManifestJson::operation).collect(Collectors.toSet()),
                root.objects("variants").stream().map(ManifestJson::variant).toList(),
                interchangeable(root));
    }

    /** Which variants may answer in each other's place, as a manifest or its author's part of one says it; none if it says nothing. */
    public static List<FunctionManifest.Interchangeable> interchangeable(StrictObject root) {
        return root.has("interchangeable")
                ? root.objects("interchangeable").stream()
                        .map(set -> new FunctionManifest.Interchangeable(
                                Set.copyOf(set.texts("variants")), set.number("agreement", 0)))
                        .toList()
                : List.of();
    }

    private static Operation operation(String name) {
        return Arrays.stream(Operation.values())
                .filter(operation -> name(operation).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("manifest: `operations`: expected some of "
                        + Arrays.stream(Operation.values())
                                .map(ManifestJson::name)
                                .toList() + ", got \"" + name
                        + "\""));
    }

    private static String name(Operation operation) {
        return operation.name().toLowerCase(Locale.ROOT);
    }

    private static FunctionManifest.Variant variant(StrictObject node) {
        Map<String, FileDigest> files = new LinkedHashMap<>();
        node.entries("files").forEach(file -> files.put(file.getKey(), digest(file.getValue())));
        return new FunctionManifest.Variant(
                node.text("name"),
                node.text("model"),
                files,
                node.bool("graphOptimized"),
                node.bool("rowsIndependent"),
                node.bool("cacheable"),
                Sha256.parse(node.text("answerDigest")));
    }

    private static FileDigest digest(StrictObject node) {
        List<Sha256> pieces = node.texts("pieces").stream().map(Sha256::new).toList();
        return new FileDigest(Sha256.parse(node.text("digest")), pieces);
    }

    private static List<TensorSpec> tensors(StrictObject root, String name) {
        return root.objects(name).stream()
                .map(node -> new TensorSpec(
                        node.text("name"), DataType.valueOf(node.text("datatype")), new Shape(node.integers("shape"))))
                .toList();
    }

    /** Writes a manifest: the same manifest is the same text. */
    public static String write(FunctionManifest manifest) throws IOException {
        StringWriter text = new StringWriter();
        PrettyPrinter printer = new DefaultPrettyPrinter();
        try (JsonGenerator json = Json.FACTORY.createGenerator(text).setPrettyPrinter(printer)) {
            json.writeStartObject();
            json.writeNumberField("schema", manifest.schema());
            json.writeStringField("name", manifest.name());
            json.writeStringField("description", manifest.description());
            write(json, "inputs", manifest.inputs());
            write(json, "outputs", manifest.outputs());
            write(json, "parameters", manifest.parameters());
            json.writeArrayFieldStart("operations");
            for (Operation operation : new TreeSet<>(manifest.operations())) {
                json.writeString(name(operation));
            }
            json.writeEndArray();
            json.writeArrayFieldStart("variants");
            for (FunctionManifest.Variant variant : manifest.variants()) {
                write(json, variant);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("interchangeable");
            for (FunctionManifest.Interchangeable set : manifest.interchangeable()) {
                write(json, set);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text + "\n";
    }

    private static void write(JsonGenerator json, FunctionManifest.Interchangeable set) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("variants");
        for (String variant : new TreeSet<>(set.variants())) {
            json.writeString(variant);
        }
        json.writeEndArray();
        json.writeNumberField("agreement", set.agreement());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, FunctionManifest.Variant variant) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", variant.name());
        json.writeStringField("model", variant.model());
        json.writeObjectFieldStart("files");
        for (Map.Entry<String, FileDigest> file : new TreeMap<>(variant.files()).entrySet()) {
            json.writeObjectFieldStart(file.getKey());
            json.writeStringField("digest", file.getValue().whole().toString());
            json.writeArrayFieldStart("pieces");
            for (Sha256 piece : file.getValue().pieces()) {
                json.writeString(piece.hex());
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeBooleanField("graphOptimized", variant.graphOptimized());
        json.writeBooleanField("rowsIndependent", variant.rowsIndependent());
        json.writeBooleanField("cacheable", variant.cacheable());
        json.writeStringField("answerDigest", variant.answerDigest().toString());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, List<TensorSpec> specs) throws IOException {
        json.writeArrayFieldStart(name);
        for (TensorSpec spec : specs) {
            writeTensor(json, spec);
        }
        json.writeEndArray();
    }

    /** One tensor of a signature, as the Open Inference Protocol's metadata has it. */
    public static void writeTensor(JsonGenerator json, TensorSpec spec) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", spec.name());
        json.writeStringField("datatype", spec.type().name());
        json.writeFieldName("shape");
        json.writeArray(spec.shape().toArray(), 0, spec.shape().rank());
        json.writeEndObject();
    }
}
