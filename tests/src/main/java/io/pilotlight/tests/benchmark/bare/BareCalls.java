package io.pilotlight.tests.benchmark.bare;

import io.pilotlight.tests.benchmark.embed.Embedding;
import io.pilotlight.tests.benchmark.embed.ModelFiles;
import io.pilotlight.tests.benchmark.process.HelperProcess;
import io.pilotlight.tests.benchmark.text.Workload;

import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** {@link BareOnnxRuntime} in its own process, idle until it is asked. */
public final class BareCalls implements AutoCloseable {
    private final HelperProcess process;

    private BareCalls(HelperProcess process) {
        this.process = process;
    }

    public static BareCalls start() {
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

    public BareReport measure(Arrangement arrangement, Workload workload, Duration warmUp, Duration duration) {
        return process.ask(new BareQuestion.Measure(arrangement, workload, true, warmUp, duration));
    }

    BareReport measureWithoutTokenizing(
            Arrangement arrangement, Workload workload, Duration warmUp, Duration duration) {
        return process.ask(new BareQuestion.Measure(arrangement, workload, false, warmUp, duration));
    }

    public Embedding embed(String text) {
        return process.ask(new BareQuestion.Embed(text));
    }

    public String onnxRuntimeVersion() {
        return process.ask(new BareQuestion.Version());
    }

    @Override
    public void close() {
        process.close();
    }
}
