package io.pilotlight.wire.openai;

import io.pilotlight.wire.http.Reply;
import io.pilotlight.wire.json.Json;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Models as OpenAI's API lists them. */
public final class ModelList {

    private ModelList() {}

    /**
     * All of them.
     *
     * @param created since when they are known here
     */
    public static Reply of(List<String> models, Instant created) {
        List<Map<String, Object>> described =
                models.stream().map(model -> description(model, created)).toList();
        return Reply.json(Json.bytes(Map.of("object", "list", "data", described)));
    }

    /** One of them. */
    public static Reply one(String model, Instant created) {
        return Reply.json(Json.bytes(description(model, created)));
    }

    private static Map<String, Object> description(String model, Instant created) {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("id", model);
        description.put("object", "model");
        description.put("created", created.getEpochSecond());
        description.put("owned_by", "pilotlight");
        return description;
    }
}
