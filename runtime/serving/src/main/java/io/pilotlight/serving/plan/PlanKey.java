package io.pilotlight.serving.plan;

import io.pilotlight.api.Sha256;
import io.pilotlight.engine.plan.Hardware;
import io.pilotlight.engine.session.OnnxSession;

/** What a measured plan holds for. */
record PlanKey(Sha256 answerDigest, String hardware, String runtime) {

    /** Of a model on this machine. */
    static PlanKey of(Sha256 answerDigest) {
        return new PlanKey(answerDigest, Hardware.description(), "ONNX Runtime " + OnnxSession.runtimeVersion());
    }
}
