package io.pilotlight.wire.queue;

import io.pilotlight.wire.SettingsCheck;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;

/** {@link BrokersConfig}, checked with all other settings at start, as Kafka's own client settings. */
@Singleton
public class Brokers implements SettingsCheck.More {

    static final Set<String> KNOWN = Set.of("pilotlight.queue.servers", "pilotlight.queue.client-properties");

    private static final Pattern SERVERS = Pattern.compile("[^\\s,]+:\\d{1,5}(,[^\\s,]+:\\d{1,5})*");

    private final BrokersConfig config;

    @Inject
    Brokers(BrokersConfig config) {
        this.config = config;
    }

    @Override
    public Set<String> known() {
        return KNOWN;
    }

    @Override
    public void check() {
        config.servers()
                .ifPresent(servers -> SettingsCheck.require(
                        "pilotlight.queue.servers",
                        SERVERS.matcher(servers).matches(),
                        "host:port, separated by commas",
                        servers));
        config.clientProperties()
                .ifPresent(file -> SettingsCheck.readable("pilotlight.queue.client-properties", file, "a file"));
    }

    /** What any client of Kafka's needs to know of the connection; empty where there are no brokers. */
    public Optional<Map<String, Object>> client() {
        return config.servers().map(this::client);
    }

    private Map<String, Object> client(String servers) {
        Map<String, Object> client = new HashMap<>();
        config.clientProperties().ifPresent(file -> client.putAll(read(file)));
        client.put("bootstrap.servers", servers);
        return client;
    }

    private static Map<String, Object> read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException("file " + file + " cannot be read", e);
        }
        Map<String, Object> read = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> read.put(name, properties.getProperty(name)));
        return read;
    }
}
