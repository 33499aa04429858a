package io.pilotlight.wire.manifest;

import io.pilotlight.api.DataType;
import io.pilotlight.api.FileDigest;
import io.pilotlight.api.Sha256;
import io.pilotlight.api.Shape;
import io.pilotlight.api.TensorSpec;
import io.pilotlight.wire.json.Json;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ManifestJsonTest {

    private static final Sha256 THREES = new Sha256("3".repeat(64));
    private static final Sha256 TWOS = new Sha256("2".repeat(64));
    private static final FileDigest MODEL =
            new FileDigest(new Sha256("1".repeat(64)), List.of(new Sha256("a".repeat(64)), new Sha256("b".repeat(64))));
    private static final FileDigest TOKENIZER = new FileDigest(TWOS, List.of(TWOS));

    @Test
    void read_whatWasWritten_isTheSameManifest() throws IOException {
        FunctionManifest manifest = manifest(Map.of("model.onnx", MODEL, "tokenizer.json", TOKENIZER));

        assertThat(read(ManifestJson.write(manifest))).isEqualTo(manifest);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[\"edge-int8\"]                      | 0.99 | expected two variants or more",
                "[\"edge-int8\", \"edge-int8\"]       | 0.99 | expected two variants or more",
                "[\"edge-int8\", \"elsewhere\"]       | 0.99 | expected some of the variants [edge-int8, datacenter-fp16]",
                "[\"edge-int8\", \"datacenter-fp16\"] | 1.01 | expected more than 0 and at most 1, got 1.01",
                "[\"edge-int8\", \"datacenter-fp16\"] | 0    | expected more than 0 and at most 1, got 0.0"
            })
    void read_variantsThatCannotBeInterchangeable_isRefused(String variants, double agreement, String reason)
            throws IOException {
        ObjectNode manifest = written();
        ObjectNode set = (ObjectNode) manifest.required("interchangeable").required(0);
        set.set("variants", Json.MAPPER.readTree(variants));
        set.put("agreement", agreement);
        assertThatThrownBy(() -> read(manifest.toString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void read_nothingOfInterchangeableVariants_isNone() throws IOException {
        ObjectNode manifest = written();
        manifest.remove("interchangeable");
        assertThat(read(manifest.toString()).interchangeable()).isEmpty();
    }

    @Test
    void write_sameManifest_isTheSameTextWhateverTheOrderOfItsFiles() throws IOException {
        Map<String, FileDigest> files = new LinkedHashMap<>();
        for (int i = 0; i < 50; i++) {
            files.put("file-" + i, MODEL);
        }
        files.put("model.onnx", TOKENIZER);
        Map<String, FileDigest> reversed = new LinkedHashMap<>();
        new ArrayList<>(files.entrySet()).reversed().forEach(file -> reversed.put(file.getKey(), file.getValue()));

        assertThat(ManifestJson.write(manifest(files))).isEqualTo(ManifestJson.write(manifest(reversed)));
    }

    @Test
    void write_tensors_areAsTheOpenInferenceProtocolHasThem() throws IOException {
        JsonNode output = Json.MAPPER
                .readTree(ManifestJson.write(manifest(Map.of("model.onnx", MODEL))))
                .at("/outputs/0");

        assertThat(output)
                .isEqualTo(Json.MAPPER.readTree(
                        "{\"name\": \"embedding\", \"datatype\": \"FP32\", \"shape\": [-1, 384]}"));
    }

    @Test
    void write_digests_sayTheirKindAndPiecesAreInOrder() throws IOException {
        String json = ManifestJson.write(manifest(Map.of("model.onnx", MODEL)));

        JsonNode file = Json.MAPPER.readTree(json).at("/variants/0/files").get("model.onnx");
        assertThat(file.path("digest").textValue()).isEqualTo("sha256:" + "1".repeat(64));
        assertThat(file.path("pieces").valueStream().map(JsonNode::textValue))
                .containsExactly("a".repeat(64), "b".repeat(64));
        assertThat(json).endsWith("}\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/schema",
                "/name",
                "/description",
                "/inputs",
                "/outputs",
                "/parameters",
                "/operations",
                "/variants",
                "/inputs/0/name",
                "/inputs/0/datatype",
                "/inputs/0/shape",
                "/variants/0/name",
                "/variants/0/model",
                "/variants/0/files",
                "/variants/0/files/model.onnx/digest",
                "/variants/0/files/model.onnx/pieces",
                "/variants/0/graphOptimized",
                "/variants/0/rowsIndependent",
                "/variants/0/cacheable",
                "/variants/0/answerDigest"
            })
    void read_withoutAField_isRefusedNamingIt(String pointer) throws IOException {
        String field = pointer.substring(pointer.lastIndexOf('/') + 1);
        ObjectNode root = written();
        ((ObjectNode) root.at(JsonPointer.compile(pointer).head())).remove(field);
        ObjectNode withNull = written();
        ((ObjectNode) withNull.at(JsonPointer.compile(pointer).head())).putNull(field);

        for (ObjectNode incomplete : List.of(root, withNull)) {
            assertThatThrownBy(() -> read(incomplete.toString()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("`" + field + "`");
        }
    }

    /** A wrong kind must not become a default in silence: a false {@code rowsIndependent} or an empty signature. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/schema|\"1\"",
                "/schema|1.5",
                "/name|5",
                "/inputs|\"text\"",
                "/operations|\"inference\"",
                "/operations|[\"embeddings\"]",
                "/operations|[\"inference\", \"prayer\"]",
                "/name|\"a name\"",
                "/inputs|{}",
                "/inputs/0/shape|-1",
                "/inputs/0/shape|[\"x\"]",
                "/inputs/0/shape|[1.5]",
                "/inputs/0/shape|[-2]",
                "/inputs/0/datatype|\"TEXT\"",
                "/inputs/0/name|\"\"",
                "/variants|[]",
                "/variants|[1]",
                "/variants/0/model|\"another.onnx\"",
                "/variants/0/files|[]",
                "/variants/0/files/model.onnx|\"sha256:1111\"",
                "/variants/0/files/model.onnx/digest|\"1111\"",
                "/variants/0/files/model.onnx/pieces|[\"1111\"]",
                "/variants/0/files/model.onnx/pieces|\"1111\"",
                "/variants/0/graphOptimized|\"true\"",
                "/variants/0/rowsIndependent|1",
                "/variants/0/cacheable|\"yes\"",
                "/variants/0/answerDigest|\"1111\"",
                "/variants/0/answerDigest|\"sha256:1111\""
            })
    void read_fieldOfAnotherKind_isRefused(String pointer, String value) throws IOException {
        String field = pointer.substring(pointer.lastIndexOf('/') + 1);
        ObjectNode root = written();
        ((ObjectNode) root.at(JsonPointer.compile(pointer).head())).set(field, Json.MAPPER.readTree(value));

        assertThatThrownBy(() -> read(root.toString())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void read_anotherSchema_isRefusedWithBoth() throws IOException {
        ObjectNode root = written().put("schema", 2);

        assertThatThrownBy(() -> read(root.toString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("manifest: expected schema 1, got 2");
    }

    @Test
    void read_modelThatIsNotAmongItsFiles_isRefusedByName() throws IOException {
        ObjectNode root = written();
        ((ObjectNode) root.at("/variants/0")).put("model", "another.onnx");

        assertThatThrownBy(() -> read(root.toString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("another.onnx");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "\"manifest\"", "1"})
    void read_anythingButAnObject_isRefused(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"schema\": 1", "{\"schema\": 1, \"schema\": 1}", "{} {}", "<manifest/>"})
    void read_brokenJson_isRefused(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(IOException.class);
    }

    private static FunctionManifest manifest(Map<String, FileDigest> files) {
        return new FunctionManifest(
                FunctionManifest.SCHEMA,
                "embed",
                "A text as a vector, \"quoted\" – and ünïcode.",
                List.of(new TensorSpec("text", DataType.BYTES, Shape.of(-1))),
                List.of(
                        new TensorSpec("embedding", DataType.FP32, Shape.of(-1, 384)),
                        new TensorSpec("tokens", DataType.INT32, Shape.of(-1))),
                List.of(new TensorSpec("truncate", DataType.BOOL, Shape.of(-1))),
                Set.of(FunctionManifest.Operation.INFERENCE, FunctionManifest.Operation.EMBEDDINGS),
                List.of(
                        new FunctionManifest.Variant("edge-int8", "model.onnx", files, true, false, true, TWOS),
                        new FunctionManifest.Variant(
                                "datacenter-fp16", "model.onnx", files, true, false, true, THREES)),
                List.of(new FunctionManifest.Interchangeable(Set.of("edge-int8", "datacenter-fp16"), 0.9985)));
    }

    private static ObjectNode written() throws IOException {
        return (ObjectNode) Json.MAPPER.readTree(ManifestJson.write(manifest(Map.of("model.onnx", MODEL))));
    }

    private static FunctionManifest read(String json) throws IOException {
        return ManifestJson.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }
}
