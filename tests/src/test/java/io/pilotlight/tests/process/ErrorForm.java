package io.pilotlight.tests.process;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** The three forms that an error has on the wire, one for each family of paths. */
public enum ErrorForm {
    /** RFC 9457. */
    PROBLEM("application/problem+json") {
        @Override
        String message(Answer answer) {
            JsonNode problem = answer.json();
            assertThat(fields(problem)).contains("type", "title", "status", "detail", "code");
            assertThat(problem.required("type").textValue()).startsWith("urn:pilotlight:error:");
            assertThat(problem.required("status").intValue()).isEqualTo(answer.status());
            return problem.required("detail").textValue();
        }
    },
    /** {@code {"error": string}} and nothing else; clients look at the media type letter by letter. */
    OPEN_INFERENCE("application/json") {
        @Override
        String message(Answer answer) {
            JsonNode error = answer.json();
            assertThat(fields(error)).containsExactly("error");
            return error.required("error").textValue();
        }
    },
    /** OpenAI's object, with all four members even where they are null. */
    OPENAI("application/json") {
        @Override
        String message(Answer answer) {
            assertThat(fields(answer.json())).containsExactly("error");
            JsonNode error = answer.json().required("error");
            assertThat(fields(error)).containsExactlyInAnyOrder("message", "type", "param", "code");
            assertThat(error.required("type").textValue())
                    .isEqualTo(
                            answer.status() < 500 && answer.status() != 429 ? "invalid_request_error" : "server_error");
            return error.required("message").textValue();
        }
    };

    private final String contentType;

    ErrorForm(String contentType) {
        this.contentType = contentType;
    }

    /** The error's message, in an answer that must have this form. */
    public String messageIn(Answer answer) {
        assertThat(answer.contentType()).as("media type of %s", answer).isEqualTo(contentType);
        String message = message(answer);
        assertThat(message)
                .as("a message for people who do not know our libraries")
                .isNotBlank()
                .doesNotContain("java.", "io.pilotlight.", "Exception", "JsonToken", "ReadFeature", "ReadConstraints")
                .doesNotContain("CoercionConfig", "Creator");
        return message;
    }

    abstract String message(Answer answer);

    private static List<String> fields(JsonNode object) {
        List<String> fields = new ArrayList<>();
        object.fieldNames().forEachRemaining(fields::add);
        return fields;
    }
}
