package io.pilotlight.engine.plan;

import io.pilotlight.engine.model.ModelLoadException;
import io.pilotlight.engine.session.Session;
import io.pilotlight.engine.session.SessionSettings;

/** Opens one model's sessions. */
@FunctionalInterface
public interface SessionSource {

    /**
     * One more session, which the caller closes.
     *
     * @throws ModelLoadException if there is none
     */
    Session open(SessionSettings settings);
}
