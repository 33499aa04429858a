package io.pilotlight.tests.endtoend;

import io.pilotlight.tests.process.Answer;
import io.pilotlight.tests.process.BinaryTensors;
import io.pilotlight.tests.process.ErrorForm;
import io.pilotlight.tests.process.FunctionProcess;
import io.pilotlight.tests.process.Json;
import io.pilotlight.tests.process.Request;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

import static org.assertj.core.api.Assertions.assertThat;

/** Every way to have texts embedded. Each must give the same answers, and the same refusals. */
enum Surface {
    TYPED(Capacity.ONE_TEXT, ErrorForm.PROBLEM) {
        @Override
        Request request(List<String> texts, boolean truncate) {
            return Request.post("/embed", item(texts.getFirst(), truncate));
        }

        @Override
        List<float[]> embeddings(Answer answer) {
            return List.of(Json.floats(answer.json().required("embedding")));
        }
    },
    BINARY_EVENT(Capacity.ONE_TEXT, ErrorForm.PROBLEM) {
        @Override
        Request request(List<String> texts, boolean truncate) {
            return Request.post("/", item(texts.getFirst(), truncate))
                    .header("ce-specversion", "1.0")
                    .header("ce-type", "test")
                    .header("ce-source", "/tests")
                    .header("ce-id", id());
        }

        @Override
        List<float[]> embeddings(Answer answer) {
            return TYPED.embeddings(answer);
        }
    },
    STRUCTURED_EVENT(Capacity.ONE_TEXT, ErrorForm.PROBLEM) {
        @Override
        Request request(List<String> texts, boolean truncate) {
            return Request.of("POST", "/")
                    .header("Content-Type", "application/cloudevents+json")
                    .body(event(texts.getFirst(), truncate));
        }

        @Override
        List<float[]> embeddings(Answer answer) {
            return List.of(Json.floats(answer.json().required("data").required("embedding")));
        }
    },
    EVENT_BATCH(Capacity.MANY_TEXTS, ErrorForm.PROBLEM) {
        @Override
        Request request(List<String> texts, boolean truncate) {
            List<String> events =
                    texts.stream().map(text -> event(text, truncate)).toList();
            return Request.of("POST", "/")
                    .header("Content-Type", "application/cloudevents-batch+json")
                    .body(events.toString());
        }

        @Override
        List<float[]> embeddings(Answer answer) {
            return each(
                    answer.json(), event -> Json.floats(event.required("data").required("embedding")));
        }

        /** Each event of a batch is refused by itself: the first that was, as if it had come alone. */
        @Override
        Answer refusal(Answer answer) {
            for (JsonNode event : answer.json()) {
                if (event.required("type").textValue().equals("embed.error")) {
                    JsonNode problem = event.required("data");
                    return new Answer(
                            problem.required("status").intValue(),
                            List.of(Map.entry(
                                    "Content-Type",
                                    event.required("datacontenttype").textValue())),
                            Json.write(problem).getBytes(StandardCharsets.UTF_8));
                }
            }
            throw new AssertionError("no event was refused: " + answer);
        }
    },
    OPEN_INFERENCE(Capacity.MANY_TEXTS, ErrorForm.OPEN_INFERENCE) {
        @Override
        Request request(List<String> texts, boolean truncate) {
            Map<String, Object> input = new LinkedHashMap<>();
            input.put("name", "text");
            input.put("shape", List.of(texts.size()));
            input.put("datatype", "BYTES");
            input.put("data", texts);
            return Request.post(
                    "/v2/models/embed/infer",
                    Json.write(
                            Map.of("id", id(), "inputs", List.of(input), "parameters", Map.of("truncate", truncate))));
        }

        @Override
        List<float[]> embeddings(Answer answer) {
            float[] all =
                    Json.floats(answer.json().required("outputs").required(0).required("data"));
            List<float[]> embeddings = new ArrayList<>();
            for (int from = 0; from < all.length; from += DIMENSIONS) {
                embeddings.add(Arrays.copyOfRange(all, from, from + DIMENSIONS));
            }
            return embeddings;
        }
    },
    BINARY_TENSORS(Capacity.MANY_TEXTS, ErrorForm.OPEN_INFERENCE) {
        @Override
        Request request(List<String> texts, boolean truncate) {
            ByteArrayOutputStream elements = new ByteArrayOutputStream();
            texts.forEach(text -> elements.writeBytes(BinaryTensors.element(text)));
            Map<String, Object> input = new LinkedHashMap<>();
            input.put("name", "text");
            input.put("shape", List.of(texts.size()));
            input.put("datatype", "BYTES");
            input.put("parameters", Map.of("binary_data_size", elements.size()));
            Map<String, Object> parameters = Map.of("truncate", truncate, "binary_data_output", true);
            return BinaryTensors.post(
                    "/v2/models/embed/infer",
                    Json.write(Map.of("id", id(), "inputs", List.of(input), "parameters", parameters)),
                    elements.toByteArray());
        }

        @Override
        List<float[]> embeddings(Answer answer) {
            BinaryTensors.Parts parts = BinaryTensors.Parts.of(answer);
            List<float[]> embeddings = new ArrayList<>();
            for (int i = parts.json().at("/outputs/0/shape/0").intValue(); i > 0; i--) {
                embeddings.add(parts.floats(DIMENSIONS));
            }
            return embeddings;
        }
    },
    OPENAI_NUMBERS(Capacity.MANY_TEXTS, ErrorForm.OPENAI) {
        @Override
        Request request(List<String> texts, boolean truncate) {
            return Request.post(
                    "/v1/embeddings", Json.write(Map.of("model", "embed", "input", texts, "truncate", truncate)));
        }

        @Override
        String nameOfText(int index) {
            return "input[" + index + "]";
        }

        @Override
        List<float[]> embeddings(Answer answer) {
            return each(answer.json().required("data"), item -> Json.floats(item.required("embedding")));
        }
    },
    OPENAI_BASE64(Capacity.MANY_TEXTS, ErrorForm.OPENAI) {
        @Override
        Request request(List<String> texts, boolean truncate) {
            return Request.post(
                    "/v1/embeddings",
                    Json.write(Map.of(
                            "model", "embed", "input", texts, "truncate", truncate, "encoding_format", "base64")));
        }

        @Override
        String nameOfText(int index) {
            return "input[" + index + "]";
        }

        @Override
        List<float[]> embeddings(Answer answer) {
            return each(
                    answer.json().required("data"),
                    item -> floats(Base64.getDecoder()
                            .decode(item.required("embedding").textValue())));
        }
    };

    private enum Capacity {
        ONE_TEXT,
        MANY_TEXTS
    }

    private static final int DIMENSIONS = 384;

    private final Capacity capacity;
    private final ErrorForm errorForm;

    Surface(Capacity capacity, ErrorForm errorForm) {
        this.capacity = capacity;
        this.errorForm = errorForm;
    }

    /** Whether one request can carry many texts. */
    boolean takesManyTexts() {
        return capacity == Capacity.MANY_TEXTS;
    }

    ErrorForm errorForm() {
        return errorForm;
    }

    /** A request to embed the texts; only the first, where there can be but one. */
    abstract Request request(List<String> texts, boolean truncate);

    /** What errors call a text. */
    String nameOfText(int index) {
        return "text";
    }

    Request request(String text) {
        return request(List.of(text), false);
    }

    /** The embeddings in an answer. */
    abstract List<float[]> embeddings(Answer answer);

    /** The embeddings of the texts, from the process. */
    List<float[]> embed(FunctionProcess function, List<String> texts) {
        Answer answer = function.send(request(texts, false));
        assertThat(answer.status())
                .as("answer of %s to %s: %s", this, texts, answer)
                .isEqualTo(200);
        List<float[]> embeddings = embeddings(answer);
        assertThat(embeddings).as("embeddings of %s by %s", texts, this).hasSameSizeAs(texts);
        return embeddings;
    }

    /** The embedding of one text, from the process. */
    float[] embed(FunctionProcess function, String text) {
        return embed(function, List.of(text)).getFirst();
    }

    /** The refusal in an answer. */
    Answer refusal(Answer answer) {
        return answer;
    }

    /** No two requests have the same, and none is answered otherwise for that. */
    private static String id() {
        return UUID.randomUUID().toString();
    }

    private static String item(String text, boolean truncate) {
        return Json.write(Map.of("text", text, "truncate", truncate));
    }

    private static String event(String text, boolean truncate) {
        return "{\"specversion\": \"1.0\", \"type\": \"test\", \"source\": \"/tests\", \"id\": \"" + id()
                + "\", \"data\": " + item(text, truncate) + "}";
    }

    private static float[] floats(byte[] littleEndian) {
        float[] floats = new float[littleEndian.length / Float.BYTES];
        ByteBuffer.wrap(littleEndian)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(floats);
        return floats;
    }

    private static List<float[]> each(JsonNode array, Function<JsonNode, float[]> embedding) {
        return array.valueStream().map(embedding).toList();
    }
}
