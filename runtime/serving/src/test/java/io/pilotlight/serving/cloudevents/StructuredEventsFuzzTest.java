package io.pilotlight.serving.cloudevents;

import io.pilotlight.wire.ReaderContract;
import io.pilotlight.wire.json.Json;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class StructuredEventsFuzzTest {

    static Stream<byte[]> bodies() {
        return Stream.of(
                        "{'specversion': '1.0', 'id': '1', 'source': '/s', 'type': 't', 'data': {'text': 'a'}}",
                        "{'specversion': '1.0', 'id': '\\u00e9', 'source': '/s', 'type': 't', 'subject': 'x',"
                                + " 'datacontenttype': 'application/json', 'data_base64': 'eyJ0ZXh0IjogImEifQ=='}",
                        "[{'specversion': '1.0', 'id': '1', 'source': '/s', 'type': 't', 'data': 1e3}]")
                .map(body -> body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("bodies")
    @DictionaryEntries({
        "\"specversion\"",
        "\"id\"",
        "\"source\"",
        "\"type\"",
        "\"subject\"",
        "\"datacontenttype\"",
        "\"data\"",
        "\"data_base64\"",
        "\"1.0\"",
        "\\ud83d",
        "1e999",
        "null",
        "[[[[[[[["
    })
    @FuzzTest
    void body_ofAnyBytes_isReadOrRefused(byte[] body) {
        ReaderContract.read(body.length, () -> StructuredEvents.read(StructuredEvents.tree(body)))
                .ifPresent(StructuredEventsFuzzTest::requireSame);
    }

    /** That the event's identity, which its answer repeats, can be sent. */
    private static void requireSame(CloudEvent event) {
        ObjectNode written = Json.MAPPER.createObjectNode();
        written.put("specversion", CloudEvent.SPEC_VERSION);
        written.put("id", event.id()).put("source", event.source()).put("type", event.type());
        event.subject().ifPresent(subject -> written.put("subject", subject));
        event.dataContentType().ifPresent(type -> written.put("datacontenttype", type));
        event.data().ifPresent(data -> written.put("data_base64", data));

        CloudEvent again = StructuredEvents.read(StructuredEvents.tree(Json.bytes(written)));

        assertThat(again).usingRecursiveComparison().isEqualTo(event);
    }
}
