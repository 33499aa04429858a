package io.pilotlight.tests.benchmark.process;

import io.pilotlight.tests.benchmark.report.BenchmarkFailure;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A JVM of its own, on this one's class path, that answers {@link Question}s; used by one thread. */
public final class HelperProcess implements AutoCloseable {
    private final String name;
    private final ChildProcess process;
    private final ObjectOutputStream questions;
    private final ObjectInputStream answers;

    private HelperProcess(String name, ChildProcess process) throws IOException {
        this.name = name;
        this.process = process;
        this.questions = new ObjectOutputStream(process.standardInput());
        // The header: the helper waits for it before it sends its own.
        questions.flush();
        this.answers = new ObjectInputStream(process.standardOutput());
    }

    public static HelperProcess start(Class<?> program, List<String> jvmOptions) {
        List<String> command = new ArrayList<>();
        command.add(JavaLauncher.path().toString());
        command.addAll(jvmOptions);
        command.add(program.getName());
        // Not as an argument: ONNX Runtime 1.29 reads its process's command line, and a long one overflows its stack.
        Map<String, String> environment = Map.of("CLASSPATH", System.getProperty("java.class.path"));
        ChildProcess process = ChildProcess.startConversation(program.getSimpleName(), command, environment);
        try {
            return new HelperProcess(program.getSimpleName(), process);
        } catch (IOException e) {
            process.close();
            throw ended(program.getSimpleName(), process.log(), e);
        }
    }

    public <A extends Serializable> A ask(Question<A> question) {
        Object answer;
        try {
            questions.writeObject(question);
            questions.reset();
            questions.flush();
            answer = answers.readObject();
        } catch (IOException | ClassNotFoundException e) {
            throw ended(name, process.log(), e);
        }
        if (answer instanceof Answers.Failure failure) {
            throw new BenchmarkFailure(failure.message());
        }
        return question.answerType().cast(answer);
    }

    private static BenchmarkFailure ended(String name, Path log, Exception cause) {
        return new BenchmarkFailure("%s ended before it answered, see %s".formatted(name, log), cause);
    }

    /** The processor time that it has used. */
    public Duration cpuTime() {
        return process.cpuTime();
    }

    @Override
    public void close() {
        process.close();
    }
}
