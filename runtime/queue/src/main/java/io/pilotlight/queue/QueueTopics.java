package io.pilotlight.queue;

import java.util.List;

/**
 * The topics of one function.
 *
 * @param requests what it is asked
 * @param results what it has answered
 * @param deadLetters what it could not answer, and why
 * @param retries what it will be asked again, after a fault that may pass
 */
public record QueueTopics(String requests, String results, String deadLetters, String retries) {

    /** Those that a function has unless told otherwise. */
    public static QueueTopics of(String function) {
        return new QueueTopics(
                function + ".requests", function + ".results", function + ".dead-letters", function + ".retries");
    }

    /** The consumer group that works for a function unless told otherwise. */
    public static String group(String function) {
        return "pilotlight-" + function;
    }

    /** Those that are consumed. */
    public List<String> consumed() {
        return List.of(requests, retries);
    }
}
