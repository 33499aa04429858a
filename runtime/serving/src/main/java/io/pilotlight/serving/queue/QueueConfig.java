package io.pilotlight.serving.queue;

import io.pilotlight.wire.queue.BrokersConfig;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.time.Duration;
import java.util.Optional;

/** A topic of requests that the function works on, beside those that come by HTTP; it lies with the brokers of {@link BrokersConfig}. */
@ConfigMapping(prefix = "pilotlight.queue")
public interface QueueConfig {

    /** The topic of requests; by default {@code <function>.requests}. */
    Optional<String> requests();

    /** The topic that results go to; by default {@code <function>.results}. */
    Optional<String> results();

    /** The topic of what could not be answered, with the reason; by default {@code <function>.dead-letters}. */
    Optional<String> deadLetters();

    /** The topic of what is tried again later, which the function reads, too; by default {@code <function>.retries}. */
    Optional<String> retries();

    /** The consumer group, whose members share the partitions; by default {@code pilotlight-<function>}. */
    Optional<String> group();

    /**
     * A name that this replica, and no other, keeps when it is started again, as a StatefulSet's pod does: its partitions wait for it
     * as long as the session timeout, and its own unfinished transaction ends as soon as it is back.
     */
    Optional<String> instance();

    /** How often a record is tried whose fault may pass; then it is a dead letter. Bad input is tried once. At least 1. */
    @WithDefault("4")
    int attempts();

    /** How long after the first attempt the second comes; doubled for each after that. */
    @WithDefault("1s")
    Duration backoff();

    /** The longest of those. */
    @WithDefault("1m")
    Duration maxBackoff();

    /** Ends of processes that a record may be in, the last time alone, before it is taken for their cause. At least 2. */
    @WithDefault("3")
    int crashes();

    /**
     * How many offsets before a record the same event makes it a duplicate, which has no outcome of its own. Each partition takes
     * about 200 bytes of memory for each, and they are read again when it changes hands. 0: duplicates are answered.
     */
    @WithDefault("10000")
    int window();

    /** How long records that are taken on together should take: what is repeated after a crash at most, and waits before a rebalance. */
    @WithDefault("1s")
    Duration chunkTime();

    /** The most records of those. */
    @WithDefault("1024")
    int chunkRecords();

    /** The most bytes of those. Two such chunks and their outcomes are held at a time, and as much as that is fetched ahead. */
    @WithDefault("8M")
    MemorySize chunkSize();

    /** How long a replica may be silent before others get its partitions. */
    @WithDefault("20s")
    Duration sessionTimeout();

    /** How long what a dead replica was just publishing keeps others from going on. Longer than any pause of a living one. */
    @WithDefault("30s")
    Duration transactionTimeout();

    /** How long a replica may be stuck before others get its partitions; a quarter of it is what a chunk may take. */
    @WithDefault("5m")
    Duration maxPollInterval();
}
