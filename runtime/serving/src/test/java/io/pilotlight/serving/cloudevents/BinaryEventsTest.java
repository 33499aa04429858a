package io.pilotlight.serving.cloudevents;

import io.pilotlight.api.Call;
import io.pilotlight.api.Deadline;
import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.LatencyTier;
import io.pilotlight.wire.Refusal;
import io.pilotlight.wire.http.Exchange;

import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class BinaryEventsTest {

    @Test
    void read_wholeEvent_givesAllItsAttributesAndItsData() {
        MultiMap headers = event().add("ce-subject", "s-1")
                .add("ce-time", "2026-11-23T10:00:00Z")
                .add("Content-Type", "application/json; charset=utf-8");

        CloudEvent event = BinaryEvents.read(exchange(headers, "{}"));

        assertThat(event.id()).isEqualTo("a-1");
        assertThat(event.source()).isEqualTo("/shop");
        assertThat(event.type()).isEqualTo("order.placed");
        assertThat(event.subject()).contains("s-1");
        assertThat(event.dataContentType()).contains("application/json");
        assertThat(event.data())
                .hasValueSatisfying(data -> assertThat(data).asString().isEqualTo("{}"));
    }

    @Test
    void read_leastEvent_hasNoSubjectNoTypeOfDataAndNoData() {
        CloudEvent event = BinaryEvents.read(exchange(event(), ""));

        assertThat(event.subject()).isEmpty();
        assertThat(event.dataContentType()).isEmpty();
        assertThat(event.data()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ce-id", "ce-source", "ce-type", "ce-specversion"})
    void read_missingOrEmptyAttribute_isRefusedNamingTheHeader(String header) {
        for (MultiMap headers : List.of(event().remove(header), event().set(header, ""), event().set(header, "\"\""))) {
            Refusal.of(() -> BinaryEvents.read(exchange(headers, "{}")))
                    .is(ErrorCode.INVALID_REQUEST)
                    .names(header)
                    .says("missing");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.3", "1", "1.0.2", "2.0"})
    void read_anotherSpecVersion_isRefused(String version) {
        Refusal.of(() -> BinaryEvents.read(exchange(event().set("ce-specversion", version), "{}")))
                .is(ErrorCode.INVALID_REQUEST)
                .names("ce-specversion")
                .says("expected 1.0", version);
    }

    @ParameterizedTest
    @CsvSource({
        "Euro%20%E2%82%AC%20%F0%9F%98%80, Euro € 😀",
        "%e2%82%ac, €",
        "a+b, a+b",
        "a+b%20c, a+b c",
        "100%25, 100%",
        "%2541, %41",
        "plain, plain"
    })
    void read_percentEncodedAttribute_isDecodedOnce(String header, String value) {
        CloudEvent event = BinaryEvents.read(exchange(event().set("ce-subject", header), "{}"));

        assertThat(event.subject()).contains(value);
    }

    /** Section 3.1.3.2: quoted strings must be understood, since older versions of the specification wrote them. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {"\"Euro %E2%82%AC\"|Euro €", "\"a \\\"b\\\" c\"|a \"b\" c", "\"a\\\\b\"|a\\b"})
    void read_quotedAttribute_isUnquotedFirst(String header, String value) {
        CloudEvent event = BinaryEvents.read(exchange(event().set("ce-subject", header), "{}"));

        assertThat(event.subject()).contains(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"100%", "%4", "%GG", "%-1", "a%2"})
    void read_brokenPercentEncoding_isRefusedNamingTheHeader(String value) {
        Refusal.of(() -> BinaryEvents.read(exchange(event().set("ce-subject", value), "{}")))
                .is(ErrorCode.INVALID_REQUEST)
                .names("ce-subject")
                .says("percent-encoding", value);
    }

    /** Two different identities must not become one by way of the replacement character. */
    @ParameterizedTest
    @ValueSource(strings = {"%FF", "%C3", "%ED%A0%80"})
    void read_percentEncodedBytesThatAreNoUtf8_areRefusedNamingTheHeader(String value) {
        Refusal.of(() -> BinaryEvents.read(exchange(event().set("ce-id", value), "{}")))
                .is(ErrorCode.INVALID_REQUEST)
                .names("ce-id");
    }

    @ParameterizedTest
    @CsvSource({"ce-id, true", "CE-Type, true", "ce-specversion, true", "ce-subject, false", "content-type, false"})
    void isOne_anyOfTheIdentifyingHeaders_makesAnEvent(String header, boolean event) {
        assertThat(BinaryEvents.isOne(headers(header, "x"))).isEqualTo(event);
    }

    @ParameterizedTest
    @CsvSource({
        "Euro € 😀, Euro%20%E2%82%AC%20%F0%9F%98%80",
        "plain-~!#$&+/:=?@, plain-~!#$&+/:=?@",
        "100%, 100%25",
        "say \"x\", say%20%22x%22"
    })
    void encoded_onlyWhatMayNotStandInAHeader_isPercentEncoded(String value, String header) {
        assertThat(BinaryEvents.encoded(value)).isEqualTo(header);
    }

    @Test
    void encoded_lineBreaksAndControls_cannotEndTheHeader() {
        assertThat(BinaryEvents.encoded("a\r\nSet-Cookie: x\0\u007f")).isEqualTo("a%0D%0ASet-Cookie:%20x%00%7F");
    }

    @Test
    void read_whatWasEncoded_isTheSameText() {
        Random random = new Random(3);
        for (int round = 0; round < 1_000; round++) {
            String text = random.ints(1 + random.nextInt(20), 1, 0x11_0000)
                    .filter(c -> c < 0xD800 || c > 0xDFFF)
                    .collect(() -> new StringBuilder("x"), StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            String header = BinaryEvents.encoded(text);

            assertThat(header).matches("[\\x21-\\x7e]+");
            assertThat(BinaryEvents.read(exchange(event().set("ce-id", header), ""))
                            .id())
                    .isEqualTo(text);
        }
    }

    private static MultiMap event() {
        return headers("ce-specversion", "1.0", "ce-id", "a-1", "ce-source", "/shop", "ce-type", "order.placed");
    }

    private static MultiMap headers(String... namesAndValues) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return headers;
    }

    private static Exchange exchange(MultiMap headers, String body) {
        return new Exchange(
                "/",
                Map.of(),
                headers,
                body.getBytes(StandardCharsets.UTF_8),
                new Call(LatencyTier.INTERACTIVE, new Deadline(0)));
    }
}
