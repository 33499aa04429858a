package io.pilotlight.wire.http;

import io.pilotlight.api.Call;
import io.pilotlight.api.Deadline;
import io.pilotlight.api.LatencyTier;
import io.pilotlight.wire.ReaderContract;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vertx.core.MultiMap;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever stands in the headers that every request may have. A case is a header a line, in Latin-1 as HTTP has it. */
class CallReaderFuzzTest {

    private static final Duration MAXIMUM = Duration.ofMinutes(10);
    private static final long NOW = Long.MAX_VALUE - 5;

    private final CallReader reader = new CallReader(tier -> Duration.ofSeconds(30), MAXIMUM, Optional.empty());

    static Stream<byte[]> headers() {
        return Stream.of(
                        "Pilotlight-Latency-Tier:realtime\nPilotlight-Deadline-Ms:100\nContent-Type:application/json",
                        "grpc-timeout:99999999H\nContent-Type: Application/cloudevents+JSON ; charset=utf-8",
                        "x-envoy-expected-rq-timeout-ms:999999999999\nPilotlight-Latency-Tier:BATCH")
                .map(headers -> headers.getBytes(StandardCharsets.ISO_8859_1));
    }

    @MethodSource("headers")
    @DictionaryEntries({
        "Pilotlight-Latency-Tier", "Pilotlight-Deadline-Ms", "grpc-timeout", "x-envoy-expected-rq-timeout-ms",
        "Content-Type", "realtime", "interactive", "99999999n"
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
        ReaderContract.read(sent.length, () -> reader.read(headers, NOW))
                .ifPresent(
                        call -> assertThat(call.deadline().remainingNanos(NOW)).isBetween(1L, MAXIMUM.toNanos()));
        ReaderContract.read(sent.length, () -> jsonOrRefused(headers))
                .ifPresent(mediaType -> assertThat(mediaType.isEmpty() || MediaType.isJson(mediaType))
                        .isTrue());
    }

    private static String jsonOrRefused(MultiMap headers) {
        Call call = new Call(LatencyTier.BATCH, new Deadline(NOW));
        Exchange exchange = new Exchange("/", Map.of(), headers, new byte[0], call);
        MediaType.requireJson(exchange);
        return exchange.mediaType();
    }
}
