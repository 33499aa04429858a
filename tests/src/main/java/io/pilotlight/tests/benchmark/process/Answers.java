package io.pilotlight.tests.benchmark.process;

import io.pilotlight.tests.benchmark.report.BenchmarkFailure;

import java.io.EOFException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintStream;
import java.io.Serializable;

/**
 * A helper process's side of the conversation: reads questions from standard input until it ends, one at a time, and
 * writes each answer to standard output. Since the end of standard input ends the process, no helper outlives the
 * benchmark, however that ended.
 *
 * @param <Q> the questions that this helper answers
 */
public interface Answers<Q> {

    Serializable answer(Q question) throws Exception;

    /** What went wrong in the helper, sent in place of an answer. */
    record Failure(String message) implements Serializable {}

    static <Q> void serve(Class<Q> questions, Answers<Q> answers) throws Exception {
        PrintStream standardOutput = System.out;
        // Whatever a library prints must not end up in the middle of an answer.
        System.setOut(System.err);
        ObjectOutputStream out = new ObjectOutputStream(standardOutput);
        out.flush();
        try (ObjectInputStream in = new ObjectInputStream(System.in)) {
            while (true) {
                Q question = questions.cast(in.readObject());
                out.writeObject(answerOrFailure(question, answers));
                out.reset();
                out.flush();
            }
        } catch (EOFException benchmarkEnded) {
            out.close();
        }
    }

    private static <Q> Serializable answerOrFailure(Q question, Answers<Q> answers) {
        try {
            return answers.answer(question);
        } catch (BenchmarkFailure failure) {
            return new Failure(String.valueOf(failure.getMessage()));
        } catch (Exception failure) {
            failure.printStackTrace();
            return new Failure(failure.toString());
        }
    }
}
