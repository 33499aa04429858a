package io.pilotlight.wire.openinference;

import java.util.List;

/** What the protocol's server metadata say, whichever way they are asked for. */
public final class Server {

    public static final String NAME = "pilotlight";

    /** Of the platform, as in its pom. */
    public static final String VERSION = "0.1.0";

    /** What models are, in the protocol's words. */
    public static final String PLATFORM = "onnxruntime_onnx";

    /** What runs them, in Triton's words. */
    public static final String BACKEND = "onnxruntime";

    public static final List<String> EXTENSIONS =
            List.of("binary_tensor_data", "model_configuration", "model_repository", "schedule_policy", "statistics");

    private Server() {}
}
