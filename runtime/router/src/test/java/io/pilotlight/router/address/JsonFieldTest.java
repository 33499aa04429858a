package io.pilotlight.router.address;

import io.pilotlight.router.address.JsonField.Found;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class JsonFieldTest {

    private static Found model(String json) {
        return JsonField.find(Buffer.buffer(json), "model", false);
    }

    @Test
    void field_isFoundWhereverItIs() {
        assertThat(model("{\"model\": \"embed\", \"input\": [1, 2]}")).isEqualTo(new Found.Text("embed"));
        assertThat(model("{\"input\": [{\"model\": \"x\"}], \"model\": \"embed\"}"))
                .isEqualTo(new Found.Text("embed"));
    }

    @Test
    void whatFollows_isNotLookedAt() {
        assertThat(model("{\"model\": \"embed\", nonsense")).isEqualTo(new Found.Text("embed"));
    }

    @Test
    void missing_isAbsent() {
        assertThat(model("{}")).isEqualTo(new Found.Absent());
        assertThat(model("{\"input\": \"model\"}")).isEqualTo(new Found.Absent());
        assertThat(model("")).isInstanceOf(Found.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"model\": 5}", "{\"model\": null}", "[]", "5", "{model: 1}", "nonsense"})
    void noString_isMalformed(String json) {
        assertThat(model(json)).isEqualTo(new Found.Malformed());
    }

    @Test
    void deepNesting_isMalformed() {
        assertThat(model("{\"a\": " + "[".repeat(5_000) + "]".repeat(5_000) + ", \"model\": \"embed\"}"))
                .isEqualTo(new Found.Malformed());
    }

    @Test
    void firstOfAnArray_isRead() {
        Found found = JsonField.find(Buffer.buffer("[{\"type\": \"embed\"}, {\"type\": \"x\"}]"), "type", true);

        assertThat(found).isEqualTo(new Found.Text("embed"));
    }
}
