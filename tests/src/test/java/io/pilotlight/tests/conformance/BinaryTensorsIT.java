package io.pilotlight.tests.conformance;

import io.pilotlight.tests.process.Answer;
import io.pilotlight.tests.process.BinaryTensors;
import io.pilotlight.tests.process.BinaryTensors.Parts;
import io.pilotlight.tests.process.FunctionProcess;
import io.pilotlight.tests.process.Json;
import io.pilotlight.tests.process.Request;
import io.pilotlight.tests.process.SharedFunction;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** The Open Inference Protocol's binary tensor extension, as Triton's client speaks it. */
@ExtendWith(SharedFunction.class)
class BinaryTensorsIT {

    private static final String INFER = "/v2/models/embed/infer";
    private static final int DIMENSIONS = 384;

    private final FunctionProcess function;

    BinaryTensorsIT(FunctionProcess function) {
        this.function = function;
    }

    private Answer send(String json, byte[]... binary) {
        return function.send(BinaryTensors.post(INFER, json, binary));
    }

    private float[] vectorFromJson(String text) {
        Answer answer = function.send(Request.post("/embed", "{\"text\": \"" + text + "\"}"));
        return Json.floats(answer.json().get("embedding"));
    }

    @Test
    void theServerSaysThatItHasIt() {
        assertThat(function.send(Request.get("/v2")).json().get("extensions").toString())
                .contains("binary_tensor_data");
    }

    @Test
    void bothWays() {
        Parts answer = Parts.of(send("""
                {"id": "r-1", "inputs": [{"name": "text", "shape": [2], "datatype": "BYTES",
                  "parameters": {"binary_data_size": 19}}], "parameters": {"binary_data_output": true}}""", BinaryTensors.element("a card"), BinaryTensors.element("caf\u00e9")));

        assertThat(answer.json().get("id").textValue()).isEqualTo("r-1");
        assertThat(answer.json().at("/outputs/0/name").textValue()).isEqualTo("embedding");
        assertThat(answer.json().at("/outputs/0/shape").toString()).isEqualTo("[2,384]");
        assertThat(answer.json().at("/outputs/0/parameters/binary_data_size").intValue())
                .isEqualTo(2 * DIMENSIONS * Float.BYTES);
        assertThat(answer.floats(DIMENSIONS)).isEqualTo(vectorFromJson("a card"));
        assertThat(answer.floats(DIMENSIONS)).isEqualTo(vectorFromJson("caf\u00e9"));
        assertThat(answer.data().remaining()).isEqualTo(2 * Integer.BYTES);
    }

    @Test
    void inAlone() {
        Answer answer = send("""
                {"inputs": [{"name": "text", "shape": [1], "datatype": "BYTES", "parameters": {"binary_data_size": 10}}]}""", BinaryTensors.element("a card"));

        assertThat(answer.contentType()).startsWith("application/json");
        assertThat(answer.json().at("/outputs/0/data").size()).isEqualTo(DIMENSIONS);
    }

    @Test
    void outForOneOutputAlone() {
        Parts answer = Parts.of(function.send(Request.post(INFER, """
                {"inputs": [{"name": "text", "shape": [1], "datatype": "BYTES", "data": ["a card"]}],
                 "outputs": [{"name": "tokens"}, {"name": "embedding", "parameters": {"binary_data": true}}]}""")));

        assertThat(answer.json().at("/outputs/0/data/0").intValue()).isEqualTo(4);
        assertThat(answer.floats(DIMENSIONS)).isEqualTo(vectorFromJson("a card"));
        assertThat(answer.data().hasRemaining()).isFalse();
    }

    @Test
    void aBodyThatIsNothingButTheInput() {
        Parts answer = Parts.of(function.send(Request.of("POST", INFER)
                .header("Content-Type", "application/octet-stream")
                .header(BinaryTensors.HEADER, "0")
                .body("a card")));

        assertThat(answer.json().at("/outputs/0/shape").toString()).isEqualTo("[1,384]");
        assertThat(answer.floats(DIMENSIONS)).isEqualTo(vectorFromJson("a card"));
    }
}
