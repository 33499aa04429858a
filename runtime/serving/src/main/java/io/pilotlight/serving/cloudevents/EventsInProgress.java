package io.pilotlight.serving.cloudevents;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The events that are being answered by this process. A sender that has lost patience sends an event again while the first one is at
 * work; it is told to come back, when the answer will be known. Tenants do not know of each other's. As many as there are requests, so bounded as they are.
 */
final class EventsInProgress {

    private static final Duration SOON = Duration.ofSeconds(1);

    private final Set<String> identities = ConcurrentHashMap.newKeySet();

    /**
     * Does the work, unless it is being done.
     *
     * @throws InferenceException {@code IN_PROGRESS}
     */
    <T> T during(CloudEvent event, String tenant, Supplier<T> work) {
        String identity = tenant + " " + event.identity();
        if (!identities.add(identity)) {
            throw InferenceException.retryLater(
                    ErrorCode.IN_PROGRESS, "the event of this source and id is being answered", SOON);
        }
        try {
            return work.get();
        } finally {
            identities.remove(identity);
        }
    }
}
