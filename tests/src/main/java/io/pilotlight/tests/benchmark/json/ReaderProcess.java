package io.pilotlight.tests.benchmark.json;

import io.pilotlight.tests.benchmark.process.Answers;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;

/**
 * Reads bodies, in a JVM with the settings of a function's. One process for all readers: they share a parser, and each
 * would run as fast as it does beside others anyway, as in a server.
 */
final class ReaderProcess implements Answers<Readings> {
    /** What the readers gave back, so that their work is wanted. */
    private long sum;

    private ReaderProcess() {}

    public static void main(String[] arguments) throws Exception {
        Answers.serve(Readings.class, new ReaderProcess());
    }

    @Override
    public Serializable answer(Readings readings) throws IOException {
        byte[] body = readings.numbers().body();
        long warmUpBegan = System.nanoTime();
        while (System.nanoTime() - warmUpBegan < readings.warmUp().toNanos()) {
            round(body, readings);
        }
        ArrayList<Readings.Round> rounds = new ArrayList<>();
        for (int i = 0; i < readings.rounds(); i++) {
            rounds.add(round(body, readings));
        }
        System.err.println("sum of what was read: " + sum);
        return new Readings.Times(body.length, rounds);
    }

    private Readings.Round round(byte[] body, Readings readings) throws IOException {
        return new Readings.Round(
                millis(Reader.TOKENS, body, readings),
                millis(Reader.NUMBERS, body, readings),
                millis(Reader.OURS, body, readings));
    }

    private double millis(Reader reader, byte[] body, Readings readings) throws IOException {
        long before = System.nanoTime();
        sum += reader.read(body, readings.numbers().type());
        return (System.nanoTime() - before) / 1e6;
    }
}
