package io.pilotlight.tests.benchmark.embed;

import io.pilotlight.tests.benchmark.report.BenchmarkFailure;
import io.pilotlight.tests.benchmark.report.Excerpt;

import java.io.Serial;
import java.io.Serializable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An embedding of one text, as the bare calls or the server gave it. */
public final class Embedding implements Serializable {
    public static final int DIMENSIONS = 384;

    /** Two embeddings at least this close are the same answer; less is a wrong one. */
    static final double SAME_ANSWER_COSINE = 0.9999;

    @Serial
    private static final long serialVersionUID = 1L;

    private static final Pattern JSON_ARRAY = Pattern.compile("\"embedding\"\\s*:\\s*\\[([^\\]]*)\\]");
    private static final Pattern COMMA = Pattern.compile(",");

    private final float[] values;

    private Embedding(float[] values) {
        if (values.length != DIMENSIONS) {
            throw new BenchmarkFailure("an embedding has %d numbers, got %d".formatted(DIMENSIONS, values.length));
        }
        this.values = values;
    }

    public static Embedding of(float[] values) {
        return new Embedding(values.clone());
    }

    /** Reads the answer of {@code POST /embed}. */
    public static Embedding fromJson(String body) {
        Matcher array = JSON_ARRAY.matcher(body);
        if (!array.find()) {
            throw new BenchmarkFailure("the server answered without an embedding: " + Excerpt.of(body));
        }
        String[] numbers = COMMA.split(array.group(1), -1);
        float[] values = new float[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            values[i] = Float.parseFloat(numbers[i].strip());
        }
        return new Embedding(values);
    }

    double cosine(Embedding other) {
        double product = 0;
        double squares = 0;
        double otherSquares = 0;
        for (int i = 0; i < DIMENSIONS; i++) {
            product += (double) values[i] * other.values[i];
            squares += (double) values[i] * values[i];
            otherSquares += (double) other.values[i] * other.values[i];
        }
        return product / Math.sqrt(squares * otherSquares);
    }

    /** Fails unless this, the server's answer to a text, is the same as the one that the bare calls gave. */
    public void requireSameAs(Embedding expected, String text) {
        double cosine = cosine(expected);
        // Written so that NaN fails too.
        if (!(cosine >= SAME_ANSWER_COSINE)) {
            throw new BenchmarkFailure("the server's answer to \"%s\" has cosine %.6f to the bare call's, expected %.4f"
                    .formatted(Excerpt.of(text), cosine, SAME_ANSWER_COSINE));
        }
    }
}
