package io.pilotlight.wire.openinference.rest;

import io.pilotlight.wire.http.Reply;
import io.pilotlight.wire.json.Json;
import io.pilotlight.wire.openinference.ModelConfiguration;
import io.pilotlight.wire.openinference.ModelDescription;
import io.pilotlight.wire.openinference.SomeModel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class MetadataTest {

    @Test
    void model_isTheProtocolsWithItsAnswerDigests() throws IOException {
        assertThat(read(Metadata.model(SomeModel.taking(5))))
                .isEqualTo(Json.MAPPER.readTree("""
                        {"name": "embed", "versions": ["1"], "platform": "onnxruntime_onnx",
                         "inputs": [{"name": "text", "datatype": "BYTES", "shape": [-1]},
                                    {"name": "ids", "datatype": "INT64", "shape": [-1, 8]}],
                         "outputs": [{"name": "embedding", "datatype": "FP32", "shape": [-1, 384]}],
                         "parameters": {"answer_digest": "%s, %s"}}
                        """.formatted(SomeModel.ONES, SomeModel.TWOS)));
    }

    @Test
    void configuration_ofBatches_leavesOutTheDimensionThatCountsItems() throws IOException {
        JsonNode configuration = read(Metadata.configuration(ModelConfiguration.of(SomeModel.taking(5))));

        assertThat(configuration.path("max_batch_size").intValue()).isEqualTo(5);
        assertThat(configuration.path("input")).isEqualTo(Json.MAPPER.readTree("""
                        [{"name": "text", "data_type": "TYPE_STRING", "dims": [1]},
                         {"name": "ids", "data_type": "TYPE_INT64", "dims": [8]}]
                        """));
    }

    @Test
    void configuration_ofRequestsThatAreNoBatches_hasWholeShapes() throws IOException {
        JsonNode configuration =
                read(Metadata.configuration(ModelConfiguration.of(SomeModel.taking(ModelDescription.UNBOUNDED))));

        assertThat(configuration.path("max_batch_size").intValue()).isZero();
        assertThat(configuration.at("/output/0/dims")).isEqualTo(Json.MAPPER.readTree("[-1, 384]"));
    }

    @Test
    void statistics_areSumsOfRequestsAndOfItems() throws IOException {
        ObjectNode model = (ObjectNode)
                read(Metadata.statistics(List.of(SomeModel.statistics()))).at("/model_stats/0");

        assertThat(model.remove("last_inference").longValue()).isPositive();
        assertThat(model).isEqualTo(Json.MAPPER.readTree("""
                        {"name": "embed", "version": "1", "inference_count": 5, "execution_count": 5,
                         "inference_stats": {"success": {"count": 2, "ns": 150}, "fail": {"count": 1, "ns": 7},
                                             "queue": {"count": 2, "ns": 5}, "compute_infer": {"count": 2, "ns": 50}},
                         "batch_stats": []}
                        """));
    }

    @Test
    void ready_isSaidByTheStatusToo() throws IOException {
        assertThat(Metadata.ready(true).status()).isEqualTo(200);
        assertThat(Metadata.ready(false).status()).isEqualTo(503);
        assertThat(Metadata.modelReady("embed", false).status()).isEqualTo(503);
        assertThat(read(Metadata.ready(false))).isEqualTo(Json.MAPPER.readTree("{\"ready\": false, \"live\": true}"));
    }

    private static JsonNode read(Reply reply) throws IOException {
        return Json.MAPPER.readTree(reply.body().getBytes());
    }
}
