package io.pilotlight.wire.http;

import io.pilotlight.api.Call;
import io.pilotlight.api.Deadline;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.LatencyTier;

import io.vertx.core.MultiMap;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads latency tier and deadline from request headers: {@code Pilotlight-Latency-Tier}; and the remaining time from
 * {@code Pilotlight-Deadline-Ms}, else {@code grpc-timeout}, else {@code x-envoy-expected-rq-timeout-ms}; {@code Cache-Control};
 * and the header that tells tenants apart.
 */
final class CallReader {

    static final String TIER = "Pilotlight-Latency-Tier";
    static final String DEADLINE = "Pilotlight-Deadline-Ms";

    private static final String GRPC_TIMEOUT = "grpc-timeout";
    private static final String ENVOY_TIMEOUT = "x-envoy-expected-rq-timeout-ms";
    private static final Map<Character, ChronoUnit> GRPC_UNITS = Map.of(
            'H', ChronoUnit.HOURS,
            'M', ChronoUnit.MINUTES,
            'S', ChronoUnit.SECONDS,
            'm', ChronoUnit.MILLIS,
            'u', ChronoUnit.MICROS,
            'n', ChronoUnit.NANOS);

    private final Function<LatencyTier, Duration> defaultDuration;
    private final Duration maximum;
    private final Optional<String> tenantHeader;

    /**
     * Of callers who are told apart by a header, or not at all.
     *
     * @param defaultDuration for those who state no deadline, by their tier
     */
    CallReader(Function<LatencyTier, Duration> defaultDuration, Duration maximum, Optional<String> tenantHeader) {
        this.defaultDuration = defaultDuration;
        this.maximum = maximum;
        this.tenantHeader = tenantHeader;
    }

    /**
     * Reads one request's headers.
     *
     * @throws InferenceException {@code INVALID_REQUEST}, naming the header
     */
    Call read(MultiMap headers, long nowNanos) {
        LatencyTier tier = tier(headers.get(TIER));
        Duration remaining = remaining(headers, tier);
        Duration bounded = remaining.compareTo(maximum) > 0 ? maximum : remaining;
        return new Call(tier, Deadline.after(bounded, nowNanos), CacheControlReader.read(headers), tenant(headers));
    }

    private String tenant(MultiMap headers) {
        List<String> names = tenantHeader.map(headers::getAll).orElse(List.of());
        return names.isEmpty() ? Call.NO_TENANT : Call.tenant(String.join(",", names));
    }

    private static LatencyTier tier(@Nullable String value) {
        try {
            return value == null ? LatencyTier.INTERACTIVE : LatencyTier.parse(value);
        } catch (IllegalArgumentException unknown) {
            throw invalid(TIER, "realtime, interactive or batch", String.valueOf(value));
        }
    }

    private Duration remaining(MultiMap headers, LatencyTier tier) {
        String own = headers.get(DEADLINE);
        if (own != null) {
            return millis(DEADLINE, own);
        }
        String grpc = headers.get(GRPC_TIMEOUT);
        if (grpc != null) {
            return grpcTimeout(grpc);
        }
        String envoy = headers.get(ENVOY_TIMEOUT);
        return envoy == null ? defaultDuration.apply(tier) : millis(ENVOY_TIMEOUT, envoy);
    }

    private static Duration millis(String header, String value) {
        long millis = digits(header, value, 12, "milliseconds");
        if (millis == 0) {
            throw invalid(header, "milliseconds, at least 1", value);
        }
        return Duration.ofMillis(millis);
    }

    /** At most eight digits and a unit, as gRPC over HTTP/2 defines it. */
    private static Duration grpcTimeout(String value) {
        String expected = "at most 8 digits and one of H M S m u n";
        ChronoUnit unit = value.isEmpty() ? null : GRPC_UNITS.get(value.charAt(value.length() - 1));
        if (unit == null) {
            throw invalid(GRPC_TIMEOUT, expected, value);
        }
        long amount = digits(GRPC_TIMEOUT, value.substring(0, value.length() - 1), 8, expected);
        if (amount == 0) {
            throw invalid(GRPC_TIMEOUT, expected + ", at least 1", value);
        }
        return Duration.of(amount, unit);
    }

    private static long digits(String header, String value, int maxDigits, String expected) {
        return Digits.parse(value, maxDigits).orElseThrow(() -> invalid(header, expected, value));
    }

    private static InferenceException invalid(String header, String expected, String value) {
        String quoted = value.length() <= 32 ? value : value.substring(0, 32) + "…";
        return InferenceException.invalid(
                header, "header " + header + ": expected " + expected + ", got \"" + quoted + "\"");
    }
}
