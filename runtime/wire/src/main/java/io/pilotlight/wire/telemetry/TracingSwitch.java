package io.pilotlight.wire.telemetry;

import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Set;

/**
 * Turns tracing on where {@code OTEL_EXPORTER_OTLP_ENDPOINT} names a collector, and off elsewhere: Quarkus by itself would
 * send to a collector that is not there, and log that it failed.
 */
public final class TracingSwitch implements ConfigSource {

    public static final String DISABLED = "quarkus.otel.sdk.disabled";

    /** Before the properties of the library, after everything that a user says. */
    private static final int ORDINAL = 110;

    @Override
    public Map<String, String> getProperties() {
        return Map.of(DISABLED, disabled());
    }

    @Override
    public Set<String> getPropertyNames() {
        return Set.of(DISABLED);
    }

    @Override
    public @Nullable String getValue(String property) {
        return property.equals(DISABLED) ? disabled() : null;
    }

    private static String disabled() {
        String endpoint = System.getenv("OTEL_EXPORTER_OTLP_ENDPOINT");
        return String.valueOf(endpoint == null || endpoint.isBlank());
    }

    @Override
    public String getName() {
        return "OTEL_EXPORTER_OTLP_ENDPOINT";
    }

    @Override
    public int getOrdinal() {
        return ORDINAL;
    }
}
