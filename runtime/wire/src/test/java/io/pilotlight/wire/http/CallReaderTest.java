package io.pilotlight.wire.http;

import io.pilotlight.api.Call;
import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.LatencyTier;
import io.pilotlight.wire.Refusal;

import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

class CallReaderTest {

    private static final String ENVOY = "x-envoy-expected-rq-timeout-ms";
    private static final String GRPC = "grpc-timeout";
    private static final Duration DEFAULT = Duration.ofSeconds(30);
    private static final Duration MAXIMUM = Duration.ofMinutes(10);

    /** The clock may stand anywhere, also just before it wraps around. */
    private static final long NOW = Long.MAX_VALUE - 5;

    private final CallReader reader = new CallReader(tier -> DEFAULT, MAXIMUM, Optional.empty());

    @Test
    void read_noHeaders_givesTheDefaults() {
        Call call = reader.read(headers(), NOW);

        assertThat(call.tier()).isEqualTo(LatencyTier.INTERACTIVE);
        assertThat(remaining(headers())).isEqualTo(DEFAULT);
    }

    @ParameterizedTest
    @CsvSource({"realtime, REALTIME", "interactive, INTERACTIVE", "batch, BATCH", "Batch, BATCH", "REALTIME, REALTIME"})
    void read_tier_isWhatTheCallerWants(String value, LatencyTier tier) {
        assertThat(reader.read(headers(CallReader.TIER, value), NOW).tier()).isEqualTo(tier);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "fast", "realtime ", "realtime, batch", "0"})
    void read_unknownTier_isRefusedNamingTheHeader(String value) {
        Refusal.of(() -> reader.read(headers(CallReader.TIER, value), NOW))
                .is(ErrorCode.INVALID_REQUEST)
                .names(CallReader.TIER)
                .says("realtime, interactive or batch", "\"" + value + "\"");
    }

    @Test
    void read_longTier_isNotEchoedWhole() {
        Refusal.of(() -> reader.read(headers(CallReader.TIER, "x".repeat(8_000)), NOW))
                .names(CallReader.TIER)
                .isShort();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "250, 250", "0250, 250", "599999, 599999", "600000, 600000"})
    void read_ownDeadline_isRemainingMilliseconds(String value, long millis) {
        assertThat(remaining(headers(CallReader.DEADLINE, value))).isEqualTo(Duration.ofMillis(millis));
        assertThat(remaining(headers(ENVOY, value))).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({
        "1S, 1000000000",
        "20m, 20000000",
        "1500u, 1500000",
        "999n, 999",
        "2M, 120000000000",
        "00000001S, 1000000000"
    })
    void read_grpcTimeout_isInItsUnit(String value, long nanos) {
        assertThat(remaining(headers(GRPC, value))).isEqualTo(Duration.ofNanos(nanos));
    }

    @ParameterizedTest
    @CsvSource({
        "Pilotlight-Deadline-Ms, 600001",
        "Pilotlight-Deadline-Ms, 999999999999",
        "x-envoy-expected-rq-timeout-ms, 999999999999",
        "grpc-timeout, 1H",
        "grpc-timeout, 99999999H"
    })
    void read_deadlineBeyondTheMaximum_isShortenedToIt(String header, String value) {
        assertThat(remaining(headers(header, value))).isEqualTo(MAXIMUM);
    }

    @Test
    void read_severalDeadlines_takesOursThenGrpcsThenEnvoys() {
        MultiMap all = headers(CallReader.DEADLINE, "1", GRPC, "2m", ENVOY, "3");
        assertThat(remaining(all)).isEqualTo(Duration.ofMillis(1));

        assertThat(remaining(all.remove(CallReader.DEADLINE))).isEqualTo(Duration.ofMillis(2));
        assertThat(remaining(all.remove(GRPC))).isEqualTo(Duration.ofMillis(3));
        assertThat(remaining(all.remove(ENVOY))).isEqualTo(DEFAULT);
    }

    @Test
    void read_headerNames_areOfAnyCase() {
        assertThat(remaining(headers("pilotlight-deadline-ms", "7"))).isEqualTo(Duration.ofMillis(7));
        assertThat(remaining(headers("GRPC-Timeout", "7m"))).isEqualTo(Duration.ofMillis(7));
        assertThat(reader.read(headers("pilotlight-latency-tier", "batch"), NOW).tier())
                .isEqualTo(LatencyTier.BATCH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "0", "000", "-1", "+1", " 1", "1.5", "1e3", "0x10", "10ms", "ten", "1234567890123", "١٢"})
    void read_millisecondsThatAreNone_areRefusedNamingTheHeader(String value) {
        for (String header : new String[] {CallReader.DEADLINE, ENVOY}) {
            Refusal.of(() -> reader.read(headers(header, value), NOW))
                    .is(ErrorCode.INVALID_REQUEST)
                    .names(header)
                    .says("milliseconds", "\"" + value + "\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "S", "5", "123456789S", "-1S", "+1S", "1.5S", "1s", "1h", "1 S", "1SS", "S1", "١S"})
    void read_grpcTimeoutThatIsNone_isRefusedNamingTheHeader(String value) {
        Refusal.of(() -> reader.read(headers(GRPC, value), NOW))
                .is(ErrorCode.INVALID_REQUEST)
                .names(GRPC)
                .says("8 digits", "H M S m u n");
    }

    /** gRPC over HTTP/2 asks for a positive integer; and so do the other two headers. */
    @ParameterizedTest
    @ValueSource(strings = {"0S", "0n", "00000000H"})
    void read_grpcTimeoutOfZero_isRefused(String value) {
        Refusal.of(() -> reader.read(headers(GRPC, value), NOW))
                .is(ErrorCode.INVALID_REQUEST)
                .names(GRPC);
    }

    @Test
    void read_longValue_isNotEchoedWhole() {
        Refusal.of(() -> reader.read(headers(CallReader.DEADLINE, "9".repeat(8_000)), NOW))
                .isShort();
        Refusal.of(() -> reader.read(headers(GRPC, "9".repeat(8_000) + "S"), NOW))
                .isShort();
    }

    private Duration remaining(MultiMap headers) {
        return Duration.ofNanos(reader.read(headers, NOW).deadline().remainingNanos(NOW));
    }

    private static MultiMap headers(String... namesAndValues) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return headers;
    }
}
