package io.pilotlight.engine.session;

import io.pilotlight.engine.model.ModelLoadException;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;

/**
 * The process's environment of ONNX Runtime, which tells nobody of what is loaded. Left alone, the library reports models, their
 * hashes and the machine to its maker; {@code ORT_DISABLE_TELEMETRY=1} in the process's environment, as the launcher and images set
 * it, keeps it from even preparing to.
 */
final class OnnxEnvironment {

    private OnnxEnvironment() {}

    static OrtEnvironment get() {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try {
            environment.setTelemetry(false);
        } catch (OrtException e) {
            throw new ModelLoadException("ONNX Runtime: its reports cannot be switched off: " + e.getMessage(), e);
        }
        return environment;
    }
}
