package io.pilotlight.serving.queue;

import io.pilotlight.queue.QueueSettings;
import io.pilotlight.queue.QueueTopics;
import io.pilotlight.wire.SettingsCheck;
import io.pilotlight.wire.queue.Brokers;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** {@link QueueConfig}, checked with all other settings at start, as the queue's own settings. */
@Singleton
public class QueueSetup implements SettingsCheck.More {

    static final Set<String> KNOWN = Set.of(
            "pilotlight.queue.requests",
            "pilotlight.queue.results",
            "pilotlight.queue.dead-letters",
            "pilotlight.queue.retries",
            "pilotlight.queue.group",
            "pilotlight.queue.instance",
            "pilotlight.queue.attempts",
            "pilotlight.queue.backoff",
            "pilotlight.queue.max-backoff",
            "pilotlight.queue.crashes",
            "pilotlight.queue.window",
            "pilotlight.queue.chunk-time",
            "pilotlight.queue.chunk-records",
            "pilotlight.queue.chunk-size",
            "pilotlight.queue.session-timeout",
            "pilotlight.queue.transaction-timeout",
            "pilotlight.queue.max-poll-interval");

    private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    private final QueueConfig config;
    private final Brokers brokers;

    @Inject
    QueueSetup(QueueConfig config, Brokers brokers) {
        this.config = config;
        this.brokers = brokers;
    }

    @Override
    public Set<String> known() {
        return KNOWN;
    }

    @Override
    public void check() {
        topic("pilotlight.queue.requests", config.requests());
        topic("pilotlight.queue.results", config.results());
        topic("pilotlight.queue.dead-letters", config.deadLetters());
        topic("pilotlight.queue.retries", config.retries());
        distinct();
        SettingsCheck.atLeast("pilotlight.queue.attempts", config.attempts(), 1);
        SettingsCheck.atLeast("pilotlight.queue.crashes", config.crashes(), 2);
        SettingsCheck.atLeast("pilotlight.queue.window", config.window(), 0);
        SettingsCheck.atLeast("pilotlight.queue.chunk-records", config.chunkRecords(), 1);
        SettingsCheck.atLeast("pilotlight.queue.chunk-size", config.chunkSize().asLongValue(), 1);
        positive("pilotlight.queue.backoff", config.backoff());
        SettingsCheck.require(
                "pilotlight.queue.max-backoff",
                config.maxBackoff().compareTo(config.backoff()) >= 0,
                "at least pilotlight.queue.backoff, " + config.backoff(),
                config.maxBackoff());
        positive("pilotlight.queue.chunk-time", config.chunkTime());
        positive("pilotlight.queue.session-timeout", config.sessionTimeout());
        positive("pilotlight.queue.transaction-timeout", config.transactionTimeout());
        SettingsCheck.require(
                "pilotlight.queue.max-poll-interval",
                config.maxPollInterval().compareTo(config.sessionTimeout()) >= 0
                        && config.maxPollInterval().compareTo(Duration.ofMillis(Integer.MAX_VALUE)) <= 0,
                "at least pilotlight.queue.session-timeout, " + config.sessionTimeout() + ", and at most 24 days",
                config.maxPollInterval());
    }

    /** What is read must not be written to by ourselves, but for retries. */
    private void distinct() {
        List<String> names = List.of(
                config.requests().orElse("requests"),
                config.results().orElse("results"),
                config.deadLetters().orElse("dead-letters"),
                config.retries().orElse("retries"));
        SettingsCheck.require(
                "pilotlight.queue.requests", Set.copyOf(names).size() == names.size(), "four different topics", names);
    }

    private static void topic(String name, Optional<String> topic) {
        topic.ifPresent(given -> SettingsCheck.require(
                name, TOPIC.matcher(given).matches(), "letters, digits, dots, dashes and underscores", given));
    }

    private static void positive(String name, Duration duration) {
        SettingsCheck.require(name, duration.isPositive(), "more than 0", duration);
    }

    /** Those of a function's queue; empty where it has none. */
    Optional<QueueSettings> of(String function) {
        return brokers.client().map(client -> settings(function, client));
    }

    /** The consumer group of a function's processes. */
    String group(String function) {
        return config.group().orElse(QueueTopics.group(function));
    }

    private QueueSettings settings(String function, Map<String, Object> client) {
        QueueTopics standard = QueueTopics.of(function);
        return new QueueSettings(
                client,
                new QueueTopics(
                        config.requests().orElse(standard.requests()),
                        config.results().orElse(standard.results()),
                        config.deadLetters().orElse(standard.deadLetters()),
                        config.retries().orElse(standard.retries())),
                group(function),
                config.instance(),
                config.attempts(),
                config.backoff(),
                config.maxBackoff(),
                config.crashes(),
                config.window(),
                new QueueSettings.Pace(
                        config.chunkTime(),
                        config.chunkRecords(),
                        config.chunkSize().asLongValue()),
                config.sessionTimeout(),
                config.transactionTimeout(),
                config.maxPollInterval());
    }
}
