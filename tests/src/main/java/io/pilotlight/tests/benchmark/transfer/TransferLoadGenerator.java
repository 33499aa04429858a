package io.pilotlight.tests.benchmark.transfer;

import io.pilotlight.tests.benchmark.process.Answers;
import io.pilotlight.tests.benchmark.process.HelperProcess;
import io.pilotlight.tests.benchmark.process.OwnProcess;
import io.pilotlight.tests.benchmark.report.Distribution;

import java.io.Serializable;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Sends the tensor and takes it back. It shares the machine with the server, so it is made to use little of it: the bytes
 * of a request are prepared once, and those of an answer are counted and dropped. Each caller's first answer, before the
 * time that counts, is held against what was sent.
 */
final class TransferLoadGenerator implements Answers<TransferLoad> {
    private final Map<Carrier, Callers> callers = new EnumMap<>(Carrier.class);

    /** Whoever sends requests in one of the ways. */
    interface Callers {

        /** Calls until the time is up, and returns the milliseconds of each answer that came within it. */
        List<Double> call(int port, int count, Duration duration) throws Exception;
    }

    private TransferLoadGenerator() {}

    /** In a process of its own. */
    static HelperProcess start() {
        return HelperProcess.start(
                TransferLoadGenerator.class,
                List.of(
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow"));
    }

    public static void main(String[] arguments) throws Exception {
        Answers.serve(TransferLoad.class, new TransferLoadGenerator());
    }

    @Override
    public Serializable answer(TransferLoad load) throws Exception {
        Callers ready = callers.computeIfAbsent(load.carrier(), TransferLoadGenerator::prepare);
        Duration cpuBefore = OwnProcess.cpuTime();
        List<Double> millis = ready.call(load.port(), load.callers(), load.duration());
        return new TransferReport(
                load.duration(),
                Distribution.of(millis),
                millis.size(),
                OwnProcess.cpuTime().minus(cpuBefore));
    }

    private static Callers prepare(Carrier carrier) {
        return switch (carrier) {
            case BINARY -> new BinaryCallers(carrier);
            case GRPC -> new GrpcCallers(carrier);
        };
    }
}
