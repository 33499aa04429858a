package io.pilotlight.tests.benchmark.json;

import io.pilotlight.api.DataType;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** What the numbers of a body are. */
enum NumberKind {
    FP32(DataType.FP32, "normally distributed, as a float prints itself") {
        @Override
        String next(Random random) {
            return Float.toString((float) random.nextGaussian());
        }
    },
    INT64(DataType.INT64, "of 1 to 64 bits, each length as often as any other") {
        @Override
        String next(Random random) {
            return Long.toString(random.nextLong() >> random.nextInt(Long.SIZE));
        }
    };

    static final int COUNT = 1_000_000;

    private static final long SEED = 4;

    private final DataType type;
    private final String words;

    NumberKind(DataType type, String words) {
        this.type = type;
        this.words = words;
    }

    abstract String next(Random random);

    DataType type() {
        return type;
    }

    /** For whoever reads the figures. */
    String words() {
        return words;
    }

    /** An inference request of one tensor, always the same. */
    byte[] body() {
        Random random = new Random(SEED);
        StringBuilder body = new StringBuilder(16 * COUNT);
        body.append("{\"inputs\":[{\"name\":\"in\",\"datatype\":\"")
                .append(type)
                .append("\",\"shape\":[")
                .append(COUNT)
                .append("],\"data\":[");
        for (int i = 0; i < COUNT; i++) {
            body.append(i == 0 ? "" : ",").append(next(random));
        }
        return body.append("]}]}").toString().getBytes(StandardCharsets.US_ASCII);
    }
}
