package io.pilotlight.tests.benchmark.plans;

import io.pilotlight.api.Signature;
import io.pilotlight.engine.batch.BatchRule;
import io.pilotlight.engine.batch.Padding;
import io.pilotlight.engine.lane.LanePlan;
import io.pilotlight.engine.session.OnnxSession;
import io.pilotlight.engine.session.Session;
import io.pilotlight.engine.session.SessionSettings;
import io.pilotlight.tests.benchmark.openloop.Inputs;
import io.pilotlight.tests.benchmark.openloop.Requests;

import java.nio.file.Path;

/**
 * A model, and what its callers send.
 *
 * @param label in tables
 * @param narrow a session on one thread
 * @param rowsIndependent whether rows may share a run
 */
record Subject(String label, Path model, SessionSettings narrow, boolean rowsIndependent, Inputs inputs) {

    /** The caller's own; to be closed. */
    Session open(SessionSettings settings) {
        return OnnxSession.open(model, settings);
    }

    /** A lane of one thread for each core, and batches where the model allows them: what the engine begins with. */
    LanePlan standard(int cores) {
        return new LanePlan(cores, narrow, rowsIndependent ? LanePlan.MAX_BATCH_ROWS : 1);
    }

    BatchRule rule(Signature signature) {
        return BatchRule.of(signature, rowsIndependent, Padding.NONE);
    }

    Requests requests() {
        return Requests.interactive(inputs);
    }
}
