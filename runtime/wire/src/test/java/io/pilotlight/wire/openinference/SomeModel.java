package io.pilotlight.wire.openinference;

import io.pilotlight.api.DataType;
import io.pilotlight.api.ModelId;
import io.pilotlight.api.Sha256;
import io.pilotlight.api.Shape;
import io.pilotlight.api.Signature;
import io.pilotlight.api.TensorSpec;
import io.pilotlight.api.Timing;
import io.pilotlight.wire.telemetry.InferenceStatistics;

import java.time.Duration;
import java.util.List;

/** A model to be described: texts of a batch and one number of each, in; vectors, out. */
public final class SomeModel {

    public static final Sha256 ONES = new Sha256("1".repeat(64));
    public static final Sha256 TWOS = new Sha256("2".repeat(64));

    private static final ModelId ID = new ModelId("embed", "1");

    private SomeModel() {}

    public static ModelDescription taking(int maxItems) {
        return new ModelDescription(
                ID,
                List.of("1"),
                new Signature(
                        List.of(
                                new TensorSpec("text", DataType.BYTES, Shape.of(-1)),
                                new TensorSpec("ids", DataType.INT64, Shape.of(-1, 8))),
                        List.of(new TensorSpec("embedding", DataType.FP32, Shape.of(-1, 384)))),
                maxItems,
                List.of(ONES, TWOS));
    }

    /** Two requests of five items together, and one that failed. */
    public static Statistics statistics() {
        InferenceStatistics statistics = new InferenceStatistics();
        statistics.answered(4, new Timing(Duration.ofNanos(3), Duration.ofNanos(40)), Duration.ofNanos(100));
        statistics.answered(1, new Timing(Duration.ofNanos(2), Duration.ofNanos(10)), Duration.ofNanos(50));
        statistics.failed(Duration.ofNanos(7));
        return new Statistics(ID, statistics.snapshot());
    }
}
