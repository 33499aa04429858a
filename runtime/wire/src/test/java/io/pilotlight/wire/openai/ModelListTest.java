package io.pilotlight.wire.openai;

import io.pilotlight.wire.http.Reply;
import io.pilotlight.wire.json.Json;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class ModelListTest {

    private static final Instant CREATED = Instant.ofEpochMilli(1_700_000_000_999L);

    @Test
    void list_isOpenAisWithItsModelsInOrder() throws IOException {
        JsonNode list = read(ModelList.of(List.of("embed", "score"), CREATED));

        assertThat(list.path("object").textValue()).isEqualTo("list");
        assertThat(list.path("data").valueStream().map(model -> model.path("id").textValue()))
                .containsExactly("embed", "score");
        assertThat(list.at("/data/0")).isEqualTo(read(ModelList.one("embed", CREATED)));
    }

    @Test
    void model_hasAllFieldsThatClientsRead() throws IOException {
        assertThat(read(ModelList.one("embed", CREATED))).isEqualTo(Json.MAPPER.readTree("""
                        {"id": "embed", "object": "model", "created": 1700000000, "owned_by": "pilotlight"}
                        """));
    }

    private static JsonNode read(Reply reply) throws IOException {
        return Json.MAPPER.readTree(reply.body().getBytes());
    }
}
