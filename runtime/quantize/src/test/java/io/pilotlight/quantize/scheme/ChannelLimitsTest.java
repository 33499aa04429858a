package io.pilotlight.quantize.scheme;

import io.pilotlight.api.Shape;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.Tensors;
import io.pilotlight.quantize.TinyModels;
import io.pilotlight.quantize.graph.Graph;
import io.pilotlight.quantize.graph.ModelFile;
import io.pilotlight.quantize.run.Observation;
import io.pilotlight.quantize.run.Observations;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** What a channel's steps cost, in activations and in weights. */
class ChannelLimitsTest {

    private static final int ROWS = 64;
    private static final int CHANNELS = 64;
    private static final int COLUMNS = 96;

    /** One channel is forty times as large as the others, as happens behind layer normalisations. */
    private static final int LARGE = 5;

    private static final float[] AROUND_ZERO = new float[CHANNELS];

    private final float[] weights = TinyModels.random(CHANNELS * COLUMNS, 0.7, 1);
    private final float[] values = TinyModels.random(ROWS * CHANNELS, 1, 2);
    private final Path folder;

    ChannelLimitsTest(@TempDir Path folder) {
        this.folder = folder;
        for (int row = 0; row < ROWS; row++) {
            values[row * CHANNELS + LARGE] *= 40;
        }
    }

    @Test
    void nothingSeenIsCutOff() {
        Observation observation = observation();
        float[] limits = ChannelLimits.of(observation, AROUND_ZERO, List.of(weights));

        for (int channel = 0; channel < CHANNELS; channel++) {
            assertThat((double) limits[channel]).isGreaterThan(observation.farthestFrom(AROUND_ZERO)[channel]);
        }
    }

    /** With limits at what was seen, the large channel's weights take their columns' whole scale, and leave the others few steps. */
    @Test
    void smallChannelsTakeCoarserStepsBesideALargeOne() {
        Observation observation = observation();
        float[] balanced = ChannelLimits.of(observation, AROUND_ZERO, List.of(weights));
        float[] asSeen = new float[CHANNELS];
        for (int channel = 0; channel < CHANNELS; channel++) {
            asSeen[channel] = (float) (1.2 * observation.farthestFrom(AROUND_ZERO)[channel]);
        }

        assertThat(error(observation, balanced)).isLessThan(0.6 * error(observation, asSeen));
        assertThat(balanced[LARGE]).isLessThan(1.1f * asSeen[LARGE]);
        assertThat(balanced[0]).isGreaterThan(2 * asSeen[0]);
    }

    @Test
    void channelsThatNobodyMultipliesOrMovesHaveLimits() {
        for (int row = 0; row < ROWS; row++) {
            values[row * CHANNELS + 1] = 0;
        }
        Arrays.fill(weights, 2 * COLUMNS, 3 * COLUMNS, 0);

        for (float limit : ChannelLimits.of(observation(), AROUND_ZERO, List.of(weights))) {
            assertThat(limit).isPositive().isFinite();
        }
    }

    /** Channels that hardly move, far from zero, are what centring is for: neither they nor their weights have to be rounded for that. */
    @Test
    void channelsCountFromTheirMiddles() {
        for (int row = 0; row < ROWS; row++) {
            for (int channel = 8; channel < 24; channel++) {
                values[row * CHANNELS + channel] = 30 + values[row * CHANNELS + channel];
            }
        }
        Observation observation = observation();
        float[] middles = ChannelMiddles.of(observation);
        float[] limits = ChannelLimits.of(observation, middles, List.of(weights));
        double centred = LayerError.of(
                observation.rows(), weights, CHANNELS, COLUMNS, new Activation.PerChannel(middles, limits));

        assertThat(middles[8]).isCloseTo(30, within(0.2f));
        assertThat(centred)
                .isLessThan(0.6 * error(observation, ChannelLimits.of(observation, AROUND_ZERO, List.of(weights))));
    }

    private double error(Observation observation, float[] limits) {
        return LayerError.of(observation.rows(), weights, CHANNELS, COLUMNS, new Activation.PerChannel(limits));
    }

    private Observation observation() {
        Graph graph = ModelFile.read(TinyModels.write(
                new TinyModels(17)
                        .input("x", DataType.FLOAT, -1, CHANNELS)
                        .node("Identity", "y", "x")
                        .model(-1, CHANNELS),
                folder));
        Tensors sample = Tensors.of(Map.of("x", Tensor.of(Shape.of(ROWS, CHANNELS), values)));
        return Observations.of(graph, List.of(sample), List.of("y"), ROWS)
                .of("y")
                .orElseThrow();
    }
}
