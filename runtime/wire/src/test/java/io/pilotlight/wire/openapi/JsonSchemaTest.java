package io.pilotlight.wire.openapi;

import io.pilotlight.api.DataType;
import io.pilotlight.api.Shape;
import io.pilotlight.api.TensorSpec;
import io.pilotlight.wire.json.Json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class JsonSchemaTest {

    @Test
    void item_requiresItsTensorsAndAllowsItsParametersAndNothingElse() throws IOException {
        ObjectNode schema = JsonSchema.item(
                List.of(
                        new TensorSpec("text", DataType.BYTES, Shape.of(-1)),
                        new TensorSpec("ids", DataType.INT64, Shape.of(-1, -1)),
                        new TensorSpec("vector", DataType.FP32, Shape.of(-1, 384))),
                List.of(new TensorSpec("truncate", DataType.BOOL, Shape.of(-1))));

        assertThat(Json.MAPPER.readTree(schema.toString())).isEqualTo(Json.MAPPER.readTree("""
                                {"type": "object",
                                 "properties": {
                                   "text": {"type": "string"},
                                   "ids": {"type": "array", "items": {"type": "integer"}},
                                   "vector": {"type": "array", "items": {"type": "number", "format": "float"},
                                              "minItems": 384, "maxItems": 384},
                                   "truncate": {"type": "boolean"}},
                                 "required": ["text", "ids", "vector"],
                                 "additionalProperties": false}"""));
    }

    @Test
    void item_ofParametersOnly_requiresNothing() {
        ObjectNode schema = JsonSchema.item(List.of(), List.of(new TensorSpec("seed", DataType.INT64, Shape.of(-1))));

        assertThat(schema.path("required")).isEmpty();
        assertThat(schema.at("/properties/seed/type").textValue()).isEqualTo("integer");
    }

    @ParameterizedTest
    @CsvSource({
        "BYTES, string",
        "BOOL, boolean",
        "FP16, number",
        "BF16, number",
        "FP32, number",
        "FP64, number",
        "INT8, integer",
        "UINT64, integer"
    })
    void item_dataType_isItsJsonType(DataType type, String jsonType) {
        assertThat(property(type).path("type").textValue()).isEqualTo(jsonType);
    }

    @ParameterizedTest
    @EnumSource(DataType.class)
    void item_everyDataType_hasAJsonType(DataType type) {
        assertThat(property(type).path("type").isTextual()).isTrue();
    }

    private static ObjectNode property(DataType type) {
        return (ObjectNode) JsonSchema.item(List.of(new TensorSpec("x", type, Shape.of(-1))), List.of())
                .at("/properties/x");
    }
}
