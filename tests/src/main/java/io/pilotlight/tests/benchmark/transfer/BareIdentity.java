package io.pilotlight.tests.benchmark.transfer;

import io.pilotlight.tests.benchmark.process.Answers;
import io.pilotlight.tests.benchmark.process.HelperProcess;
import io.pilotlight.tests.benchmark.process.Question;
import io.pilotlight.tests.benchmark.report.Distribution;
import io.pilotlight.tests.model.TinyModel;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/** The least that a function has to do: ONNX Runtime gets the tensor from a direct buffer, and its output is read out. */
final class BareIdentity implements Answers<BareIdentity.Measure> {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final FloatBuffer input;

    /** Asks for calls one after another, for this long. */
    record Measure(Duration duration) implements Question<Report> {
        @Override
        public Class<Report> answerType() {
            return Report.class;
        }
    }

    record Report(Distribution callMillis, String onnxRuntimeVersion) implements Serializable {}

    private BareIdentity() throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(1);
        session = environment.createSession(IdentityTensor.model(), options);
        input = ByteBuffer.allocateDirect(IdentityTensor.BYTES)
                .order(ByteOrder.nativeOrder())
                .put(IdentityTensor.data())
                .flip()
                .asFloatBuffer();
    }

    /** In a process of its own. */
    static HelperProcess start() {
        return HelperProcess.start(
                BareIdentity.class, List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-Xmx512m"));
    }

    public static void main(String[] arguments) throws Exception {
        Answers.serve(Measure.class, new BareIdentity());
    }

    @Override
    public Serializable answer(Measure measure) throws OrtException {
        DoubleStream.Builder millis = DoubleStream.builder();
        long begin = System.nanoTime();
        long now = begin;
        while (now - begin < measure.duration().toNanos()) {
            long before = now;
            run();
            now = System.nanoTime();
            millis.add((now - before) / 1e6);
        }
        return new Report(Distribution.of(millis.build().toArray()), environment.getVersion());
    }

    private void run() throws OrtException {
        try (OnnxTensor in = OnnxTensor.createTensor(environment, input, new long[] {IdentityTensor.ELEMENTS});
                OrtSession.Result result = session.run(Map.of(TinyModel.INPUT, in))) {
            ByteBuffer output = ((OnnxTensor) result.get(0)).getByteBuffer();
            if (output.remaining() != IdentityTensor.BYTES) {
                throw new IllegalStateException("expected the input back, got " + output.remaining() + " bytes");
            }
        }
    }
}
