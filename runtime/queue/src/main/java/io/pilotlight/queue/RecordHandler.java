package io.pilotlight.queue;

import io.pilotlight.api.Deadline;

import java.util.List;
import java.util.Optional;

/** Answers records. What it is asked twice it may answer twice: that only one answer is published is not its concern. */
public interface RecordHandler {

    /** What has the same identity is the same request, whoever sends it how often; empty where a record has none, or cannot be read. */
    Optional<String> identity(QueueRecord record);

    /**
     * Answers all, in their order. It blocks, and is interrupted where the answers are no longer wanted.
     *
     * @param deadline after which what has no answer has failed
     * @throws java.util.concurrent.CancellationException if it was interrupted
     */
    List<Outcome> answer(List<QueueRecord> records, Deadline deadline);
}
