package io.pilotlight.serving.cloudevents;

import io.pilotlight.api.Call;
import io.pilotlight.api.Deadline;
import io.pilotlight.api.LatencyTier;
import io.pilotlight.wire.ReaderContract;
import io.pilotlight.wire.http.Exchange;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vertx.core.MultiMap;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever stands in the headers of an event. A case is a header a line, in Latin-1 as HTTP has it. */
class BinaryEventsFuzzTest {

    private static final String[] ATTRIBUTES = {"id", "source", "type"};

    static Stream<byte[]> headers() {
        return Stream.of(
                        "ce-specversion:1.0\nce-id:a-1\nce-source:/shop\nce-type:order\nContent-Type:application/json",
                        "ce-specversion:\"1.0\"\nce-id:%C3%A9%20\nce-source:\"a \\\"b\\\" \\\\\"\nce-type:%f0%9f%94%a5\nce-subject:s")
                .map(headers -> headers.getBytes(StandardCharsets.ISO_8859_1));
    }

    @MethodSource("headers")
    @DictionaryEntries({"ce-specversion", "ce-id", "ce-source", "ce-type", "ce-subject", "Content-Type", "1.0", "%C3%A9"
    })
    @FuzzTest
    void headers_ofAnyText_areReadOrRefused(byte[] sent) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        new String(sent, StandardCharsets.ISO_8859_1)
                .lines()
                .filter(line -> line.indexOf(':') > 0)
                .forEach(line -> {
                    int colon = line.indexOf(':');
                    headers.add(line.substring(0, colon), line.substring(colon + 1));
                });
        ReaderContract.read(sent.length, () -> BinaryEvents.read(exchange(headers)))
                .ifPresent(BinaryEventsFuzzTest::requireSame);
    }

    /** That the event's identity, which its answer repeats, can be sent in headers. */
    private static void requireSame(CloudEvent event) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("ce-specversion", CloudEvent.SPEC_VERSION);
        String[] values = {event.id(), event.source(), event.type()};
        for (int i = 0; i < values.length; i++) {
            String encoded = BinaryEvents.encoded(values[i]);
            assertThat(encoded).matches("[!-~]*");
            headers.add("ce-" + ATTRIBUTES[i], encoded);
        }
        event.subject().ifPresent(subject -> headers.add("ce-subject", BinaryEvents.encoded(subject)));

        CloudEvent again = BinaryEvents.read(exchange(headers));

        assertThat(again.id()).isEqualTo(event.id());
        assertThat(again.source()).isEqualTo(event.source());
        assertThat(again.type()).isEqualTo(event.type());
        assertThat(again.subject()).isEqualTo(event.subject());
    }

    private static Exchange exchange(MultiMap headers) {
        Call call = new Call(LatencyTier.INTERACTIVE, new Deadline(0));
        return new Exchange("/", Map.of(), headers, new byte[0], call);
    }
}
