package io.pilotlight.queue;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How a function works on its queue.
 *
 * @param client Kafka's own settings of the connection: where the brokers are, and who we are
 * @param instance a name that this replica keeps when it is started again; with one, its place in the group is kept for it as long as
 *     the session timeout, and its own unfinished transaction ends when it is back
 * @param attempts how often a record is tried whose fault may pass, before it becomes a dead letter
 * @param backoff before the second attempt; doubled for each after that
 * @param maxBackoff at most
 * @param crashes of the process while it worked on a record, after which that one is not tried again; at least 2
 * @param window offsets back from a record within which its identity, seen there, makes it a duplicate
 * @param pace how fast, and how much at a time
 * @param sessionTimeout after which a silent replica's partitions are given to others
 * @param transactionTimeout after which a dead replica's transaction is undone
 * @param maxPollInterval after which a replica that is stuck is taken for dead
 */
public record QueueSettings(
        Map<String, Object> client,
        QueueTopics topics,
        String group,
        Optional<String> instance,
        int attempts,
        Duration backoff,
        Duration maxBackoff,
        int crashes,
        int window,
        Pace pace,
        Duration sessionTimeout,
        Duration transactionTimeout,
        Duration maxPollInterval) {

    /** Of the time between two polls, what answering a chunk may take: the rest is for what else happens between them. */
    private static final int ANSWERING_SHARE = 4;

    /**
     * How much is worked on at a time.
     *
     * @param chunkTime what a chunk should take, by what others have taken
     * @param maxRecords in a chunk
     * @param maxBytes of a chunk's records; one that is larger is a chunk of its own
     */
    public record Pace(Duration chunkTime, int maxRecords, long maxBytes) {}

    public QueueSettings {
        client = Map.copyOf(client);
        if (crashes < 2) {
            throw new IllegalArgumentException("crashes: expected at least 2, got " + crashes);
        }
    }

    /** After which a chunk's records are given up that have no answer. */
    public Duration chunkDeadline() {
        return maxPollInterval.dividedBy(ANSWERING_SHARE);
    }
}
