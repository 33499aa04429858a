package io.pilotlight.tests.benchmark;

import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** {@link BareOnnxRuntime} in its own process, idle until it is asked. */
final class BareCalls implements AutoCloseable {
    private final HelperProcess process;

    private BareCalls(HelperProcess process) {
        this.process = process;
    }

    static BareCalls start() {
        List<String> jvmOptions = new ArrayList<>(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                // Or DJL asks the cloud's metadata address whether it runs there.
                "-DOPT_OUT_TRACKING=true"));
        if (Files.isDirectory(ModelFiles.NATIVE_LIBRARIES)) {
            jvmOptions.add("-Donnxruntime.native.path=" + ModelFiles.NATIVE_LIBRARIES.toAbsolutePath());
        }
        return new BareCalls(HelperProcess.start(BareOnnxRuntime.class, jvmOptions));
    }

    BareReport measure(Arrangement arrangement, Workload workload, Duration warmUp, Duration duration) {
        return process.ask(new BareQuestion.Measure(arrangement, workload, true, warmUp, duration));
    }

    BareReport measureWithoutTokenizing(
            Arrangement arrangement, Workload workload, Duration warmUp, Duration duration) {
        return process.ask(new BareQuestion.Measure(arrangement, workload, false, warmUp, duration));
    }

    Embedding embed(String text) {
        return process.ask(new BareQuestion.Embed(text));
    }

    String onnxRuntimeVersion() {
        return process.ask(new BareQuestion.Version());
    }

    @Override
    public void close() {
        process.close();
    }
}
