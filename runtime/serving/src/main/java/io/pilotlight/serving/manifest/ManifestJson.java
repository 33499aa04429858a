package io.pilotlight.serving.manifest;

import io.pilotlight.api.DataType;
import io.pilotlight.api.Sha256;
import io.pilotlight.api.Shape;
import io.pilotlight.api.TensorSpec;
import io.pilotlight.engine.model.FileDigest;
import io.pilotlight.serving.json.Json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The manifest as JSON: digests as {@code sha256:<hex>}, tensors as the Open Inference Protocol writes them. Read by hand:
 * it is small, is read at every cold start, and binding it by reflection would cost more than all the rest of it.
 */
public final class ManifestJson {

    private ManifestJson() {}

    /**
     * Reads a manifest.
     *
     * @throws IllegalArgumentException if it is none, saying why
     */
    public static FunctionManifest read(InputStream json) throws IOException {
        JsonNode root = Json.MAPPER.readTree(json);
        return new FunctionManifest(
                field(root, "schema").intValue(),
                text(root, "name"),
                text(root, "description"),
                tensors(root, "inputs"),
                tensors(root, "outputs"),
                tensors(root, "parameters"),
                variants(field(root, "variants")));
    }

    private static List<FunctionManifest.Variant> variants(JsonNode array) {
        List<FunctionManifest.Variant> variants = new ArrayList<>();
        for (JsonNode node : array) {
            Map<String, FileDigest> files = new LinkedHashMap<>();
            field(node, "files").properties().forEach(file -> files.put(file.getKey(), digest(file.getValue())));
            variants.add(new FunctionManifest.Variant(
                    text(node, "name"),
                    text(node, "model"),
                    files,
                    field(node, "graphOptimized").booleanValue(),
                    field(node, "rowsIndependent").booleanValue(),
                    field(node, "cacheable").booleanValue(),
                    Sha256.parse(text(node, "answerDigest"))));
        }
        return variants;
    }

    private static FileDigest digest(JsonNode node) {
        List<Sha256> pieces = new ArrayList<>();
        field(node, "pieces").forEach(piece -> pieces.add(new Sha256(piece.asText())));
        return new FileDigest(Sha256.parse(text(node, "digest")), pieces);
    }

    private static List<TensorSpec> tensors(JsonNode root, String name) {
        List<TensorSpec> specs = new ArrayList<>();
        for (JsonNode node : field(root, name)) {
            List<Long> dimensions = new ArrayList<>();
            field(node, "shape").forEach(dimension -> dimensions.add(dimension.longValue()));
            specs.add(new TensorSpec(
                    text(node, "name"), DataType.valueOf(text(node, "datatype")), new Shape(dimensions)));
        }
        return specs;
    }

    private static String text(JsonNode node, String name) {
        return field(node, name).asText();
    }

    private static JsonNode field(JsonNode node, String name) {
        JsonNode field = node.get(name);
        if (field == null || field.isNull()) {
            throw new IllegalArgumentException("manifest: expected a field `" + name + "`, it is missing");
        }
        return field;
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
            json.writeArrayFieldStart("variants");
            for (FunctionManifest.Variant variant : manifest.variants()) {
                write(json, variant);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text + "\n";
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
