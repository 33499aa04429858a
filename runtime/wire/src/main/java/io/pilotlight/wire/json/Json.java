package io.pilotlight.wire.json;

import io.pilotlight.api.InferenceException;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;

import java.io.IOException;

/**
 * The one JSON mapper of the protocols: unknown and repeated fields are refused, a number is no string, nothing follows
 * the value, and nesting is bounded even under fields that nobody reads.
 */
public final class Json {

    /** Deeper than any protocol nests: a tensor's data may, to the rank of its shape. */
    public static final int MAX_NESTING = 32;

    /** In a document that becomes a tree: a batch of some thousand events has fewer. */
    public static final int MAX_VALUES = 200_000;

    public static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_NESTING)
                    .maxStringLength(Integer.MAX_VALUE) // the body's own limit holds
                    .maxNumberLength(1_000)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.CHARSET_DETECTION) // bodies are UTF-8, also those that would pass for UTF-16
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .recyclerPool(JsonRecyclerPools.newConcurrentDequePool()) // a virtual thread's own buffers would serve once
            .build();

    public static final ObjectMapper MAPPER = mapper();

    /** For documents that become trees or records: a batch of some thousand events, and no tree that fills the memory. */
    private static final JsonFactory DOCUMENTS = FACTORY.rebuild()
            .streamReadConstraints(FACTORY.streamReadConstraints()
                    .rebuild()
                    .maxTokenCount(MAX_VALUES)
                    .build())
            .build();

    private Json() {}

    /**
     * A parser for a body that streams past and is never held as a tree.
     *
     * @param length of the JSON with which the body begins
     * @throws InferenceException {@code INVALID_REQUEST} if it is not UTF-8
     */
    public static JsonParser stream(byte[] body, int length) throws IOException {
        Utf8.require(body, length);
        return FACTORY.createParser(body, 0, length);
    }

    /** A parser for a body that becomes a tree or a record: the number of its values is bounded. */
    static JsonParser document(byte[] body) throws IOException {
        Utf8.require(body, body.length);
        return DOCUMENTS.createParser(body);
    }

    /**
     * A record, map or tree of ours as JSON.
     *
     * @throws InferenceException {@code INTERNAL} if a result holds a number that JSON does not have
     */
    public static byte[] bytes(Object document) {
        try {
            return MAPPER.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            if (e.getCause() instanceof InferenceException refusal) {
                throw refusal; // Jackson wraps what serializers throw
            }
            throw new IllegalStateException("records, trees, strings and numbers are always JSON", e);
        }
    }

    private static ObjectMapper mapper() {
        JsonMapper.Builder builder = JsonMapper.builder(FACTORY)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .addModule(StrictNumbers.module().addSerializer(float[].class, new FloatArrays.Serializer()))
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS);
        builder.withCoercionConfig(
                LogicalType.Textual, config -> config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail));
        return builder.build();
    }
}
