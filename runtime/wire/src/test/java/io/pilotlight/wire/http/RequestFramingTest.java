package io.pilotlight.wire.http;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;

import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

class RequestFramingTest {

    private final MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("Host", "localhost");

    @ParameterizedTest
    @CsvSource({
        "Content-Length, 5",
        "Transfer-Encoding, chunked",
        "transfer-encoding, CHUNKED",
        "Expect, 100-continue",
        "Expect, 100-Continue",
        "X, y"
    })
    void fault_ofWhatIsSound_isNone(String header, String value) {
        headers.add(header, value);

        assertThat(fault()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "identity",
                "gzip",
                "gzip, chunked",
                "chunked, gzip",
                "chunked, chunked",
                "chunked,",
                " chunked",
                "\"chunked\"",
                "chunked;x=1",
                "xchunked",
                ""
            })
    void fault_ofAnotherCodingThanChunked_namesIt(String coding) {
        headers.add("Transfer-Encoding", coding);

        requireFault("Transfer-Encoding", "expected chunked, got \"" + coding + "\"");
    }

    @Test
    void fault_ofAHeaderThatIsThereTwice_countsThem() {
        headers.add("Transfer-Encoding", "chunked").add("Transfer-Encoding", "chunked");

        requireFault("Transfer-Encoding", "expected one, got 2");
    }

    @Test
    void fault_ofACodingBesideALength_isTheCoding() {
        headers.add("Content-Length", "5").add("Transfer-Encoding", "chunked");

        requireFault("Transfer-Encoding", "expected none beside Content-Length, got \"chunked\"");
    }

    @Test
    void fault_ofACodingInHttp10_isTheCoding() {
        headers.add("Transfer-Encoding", "chunked");

        assertThat(RequestFraming.fault(true, headers::getAll))
                .get()
                .extracting(InferenceException::getMessage)
                .isEqualTo("header Transfer-Encoding: expected none in HTTP/1.0, got \"chunked\"");
    }

    @Test
    void fault_ofSeveralHosts_countsThem() {
        headers.add("Host", "localhost");

        requireFault("Host", "expected one, got 2");
    }

    @Test
    void fault_ofNoHost_isNoneInHttp10Alone() {
        headers.remove("Host");

        requireFault("Host", "expected one, got 0");
        assertThat(RequestFraming.fault(true, headers::getAll)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a miracle", "100-continue, 100-continue", "y 100-continue", ""})
    void fault_ofAnotherExpectation_namesIt(String expectation) {
        headers.add("Expect", expectation);

        requireFault("Expect", "expected 100-continue, got \"" + expectation + "\"");
    }

    private void requireFault(String header, String message) {
        InferenceException fault = fault().orElseThrow();
        assertThat(fault.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(fault.parameter()).contains(header);
        assertThat(fault.getMessage()).isEqualTo("header " + header + ": " + message);
    }

    private Optional<InferenceException> fault() {
        return RequestFraming.fault(false, headers::getAll);
    }
}
