package io.pilotlight.queue;

/**
 * Where a record came from: what tells one from all others.
 *
 * @param topic of requests, also of a record that is being retried
 */
public record Origin(String topic, int partition, long offset) {

    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }
}
