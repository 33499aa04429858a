package io.pilotlight.serving.cloudevents;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Waiting;

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

    /** What an event's being answered is remembered under. */
    private record Asked(String identity) {}

    private record Begun(Set<String> identities, String identity) implements AutoCloseable {

        @Override
        public void close() {
            identities.remove(identity);
        }
    }

    /**
     * Does the work, unless it is being done.
     *
     * @throws InferenceException {@code IN_PROGRESS}
     */
    <T> T during(CloudEvent event, String tenant, Supplier<T> work) {
        String identity = tenant + " " + event.identity();
        return Waiting.with(new Asked(identity), () -> begun(identity), begun -> work.get());
    }

    private Begun begun(String identity) {
        if (!identities.add(identity)) {
            throw InferenceException.retryLater(
                    ErrorCode.IN_PROGRESS, "the event of this source and id is being answered", SOON);
        }
        return new Begun(identities, identity);
    }
}
