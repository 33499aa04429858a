package io.pilotlight.router.catalog;

import java.util.List;

/**
 * The queue that a function works on.
 *
 * @param group the consumer group that its processes are members of
 * @param topics that they read: what the function is asked, and what it is asked again
 */
public record FunctionQueue(String group, List<String> topics) {

    public FunctionQueue {
        topics = List.copyOf(topics);
    }
}
