package io.pilotlight.tests.conformance;

import io.pilotlight.tests.process.Answer;
import io.pilotlight.tests.process.FunctionProcess;
import io.pilotlight.tests.process.Request;
import io.pilotlight.tests.process.SharedFunction;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The extensions of the Open Inference Protocol that tools need: configuration, statistics, repository. */
@ExtendWith(SharedFunction.class)
class OpenInferenceExtensionsIT {

    private final FunctionProcess function;

    OpenInferenceExtensionsIT(FunctionProcess function) {
        this.function = function;
    }

    private JsonNode get(String path) {
        Answer answer = function.send(Request.get(path));
        assertThat(answer.status()).isEqualTo(200);
        return answer.json();
    }

    @Test
    void theServerNamesThem() {
        assertThat(get("/v2").get("extensions").toString())
                .contains("binary_tensor_data", "model_configuration", "model_repository", "statistics");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v2/models/embed/config", "/v2/models/embed/versions/1/config"})
    void configurationIsInTritonsWords(String path) {
        JsonNode configuration = get(path);

        assertThat(configuration.get("name").textValue()).isEqualTo("embed");
        assertThat(configuration.get("max_batch_size").intValue()).isGreaterThan(1);
        assertThat(configuration.at("/input/0").toString())
                .isEqualTo("{\"name\":\"text\",\"data_type\":\"TYPE_STRING\",\"dims\":[1]}");
        assertThat(configuration.at("/output/0").toString())
                .isEqualTo("{\"name\":\"embedding\",\"data_type\":\"TYPE_FP32\",\"dims\":[384]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v2/models/embed/stats", "/v2/models/embed/versions/1/stats", "/v2/models/stats"})
    void statisticsCountWhatWasAsked(String path) {
        JsonNode before = get(path).at("/model_stats/0");

        function.send(Request.post("/v1/embeddings", "{\"model\": \"embed\", \"input\": [\"a\", \"b\", \"c\"]}"));
        function.send(Request.post("/embed", "{\"text\": \" \"}"));

        JsonNode after = get(path).at("/model_stats/0");
        assertThat(after.get("name").textValue()).isEqualTo("embed");
        assertThat(grown(before, after, "/inference_count")).isEqualTo(3);
        assertThat(grown(before, after, "/inference_stats/success/count")).isEqualTo(1);
        assertThat(grown(before, after, "/inference_stats/fail/count")).isEqualTo(1);
        assertThat(grown(before, after, "/inference_stats/compute_infer/count")).isEqualTo(1);
        assertThat(grown(before, after, "/inference_stats/compute_infer/ns")).isPositive();
        assertThat(grown(before, after, "/inference_stats/success/ns"))
                .isGreaterThanOrEqualTo(grown(before, after, "/inference_stats/compute_infer/ns"));
        assertThat(after.get("last_inference").longValue())
                .isGreaterThan(before.get("last_inference").longValue() - 1);
    }

    private static long grown(JsonNode before, JsonNode after, String path) {
        return after.at(path).longValue() - before.at(path).longValue();
    }

    /** Triton's client sends no body where it asks for everything. */
    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"ready\": true}"})
    void theRepositoryHasTheFunction(String body) {
        Answer answer = function.send(Request.of("POST", "/v2/repository/index").body(body));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text())
                .isEqualTo("[{\"name\":\"embed\",\"version\":\"1\",\"state\":\"READY\",\"reason\":\"\"}]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"load", "unload"})
    void aFunctionLivesAsLongAsItsProcess(String change) {
        Answer answer = function.send(Request.of("POST", "/v2/repository/models/embed/" + change));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("error").textValue()).contains("embed", "as long as its process");
        assertThat(function.send(Request.of("POST", "/v2/repository/models/other/" + change))
                        .status())
                .isEqualTo(404);
    }
}
