package io.pilotlight.tests.conformance;

import io.pilotlight.tests.process.FunctionProcess;
import io.pilotlight.tests.process.SharedFunction;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;

/** {@code /openapi}: the function described for people and for generators of clients. */
@ExtendWith(SharedFunction.class)
class OpenApiIT {

    private final FunctionProcess function;

    OpenApiIT(FunctionProcess function) {
        this.function = function;
    }

    @Test
    void describesTheFunctionAndEveryProtocol() {
        function.request()
                .get("/openapi")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("openapi", equalTo("3.1.0"))
                .body("info.title", equalTo("embed"))
                .body("paths", hasKey("/embed"))
                .body("paths", hasKey("/"))
                .body("paths", hasKey("/v2/models/embed/infer"))
                .body("paths", hasKey("/v1/embeddings"))
                .body("components.schemas.'embed.Input'.required", contains("text"))
                .body("components.schemas.'embed.Input'.properties.truncate.type", equalTo("boolean"))
                .body("components.schemas.'embed.Output'.properties.embedding.minItems", equalTo(384));
    }
}
