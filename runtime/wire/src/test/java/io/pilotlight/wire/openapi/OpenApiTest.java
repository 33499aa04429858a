package io.pilotlight.wire.openapi;

import io.pilotlight.api.Sha256;
import io.pilotlight.wire.json.Json;
import io.pilotlight.wire.manifest.FunctionManifest.Operation;
import io.pilotlight.wire.manifest.Manifests;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.Iterator;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

class OpenApiTest {

    private static final Sha256 ONES = new Sha256("1".repeat(64));

    @Test
    void functions_haveTheirOwnPathsAndSchemas() throws IOException {
        JsonNode document = read(new OpenApi("all", "Functions.", "1")
                .function(Manifests.of("embed", Set.of(Operation.INFERENCE, Operation.EMBEDDINGS), ONES))
                .function(Manifests.of("score", Set.of(Operation.INFERENCE), ONES)));

        assertThat(names(document.path("paths")))
                .containsExactlyInAnyOrder(
                        "/",
                        "/v1/models",
                        "/v1/embeddings",
                        "/embed",
                        "/v2/models/embed",
                        "/v2/models/embed/ready",
                        "/v2/models/embed/infer",
                        "/score",
                        "/v2/models/score",
                        "/v2/models/score/ready",
                        "/v2/models/score/infer");
        assertThat(names(document.at("/components/schemas")))
                .containsExactlyInAnyOrder("embed.Input", "embed.Output", "score.Input", "score.Output");
    }

    @Test
    void references_leadToSchemasThatAreThere() throws IOException {
        JsonNode document = read(new OpenApi("all", "Functions.", "1")
                .function(Manifests.of("embed", Set.of(Operation.INFERENCE), ONES)));

        assertThat(document.findValuesAsText("$ref")).hasSize(2).allSatisfy(reference -> assertThat(
                        document.at(reference.substring(1)).isObject())
                .as(reference)
                .isTrue());
        assertThat(document.at("/paths/~1embed/post/responses/200/content/application~1json/schema/$ref")
                        .textValue())
                .isEqualTo("#/components/schemas/embed.Output");
        assertThat(document.at("/components/schemas/embed.Input/properties/truncate/type")
                        .textValue())
                .isEqualTo("boolean");
    }

    @Test
    void embeddings_areOnlyWhereAFunctionHasThem() throws IOException {
        JsonNode document = read(new OpenApi("all", "Functions.", "1")
                .function(Manifests.of("score", Set.of(Operation.INFERENCE), ONES)));

        assertThat(document.path("paths").has("/v1/embeddings")).isFalse();
    }

    @Test
    void withoutFunctions_isADocumentStill() throws IOException {
        JsonNode document = read(new OpenApi("all", "Functions.", "7").process());

        assertThat(document.path("openapi").textValue()).isEqualTo("3.1.0");
        assertThat(document.at("/info/version").textValue()).isEqualTo("7");
        assertThat(document.at("/paths/~1v2~1health~1ready/get").isObject()).isTrue();
    }

    private static JsonNode read(OpenApi document) throws IOException {
        return Json.MAPPER.readTree(document.reply().body().getBytes());
    }

    private static Iterable<String> names(JsonNode object) {
        Iterator<String> names = object.fieldNames();
        return () -> names;
    }
}
