package io.pilotlight.serving.openinference;

import io.pilotlight.api.Shape;
import io.pilotlight.api.TensorSpec;
import io.pilotlight.serving.Served;
import io.pilotlight.serving.manifest.FunctionManifest;
import io.pilotlight.serving.openinference.wire.InferStatistics;
import io.pilotlight.serving.openinference.wire.ModelConfig;
import io.pilotlight.serving.openinference.wire.ModelConfigResponse;
import io.pilotlight.serving.openinference.wire.ModelInput;
import io.pilotlight.serving.openinference.wire.ModelMetadataResponse;
import io.pilotlight.serving.openinference.wire.ModelMetadataResponse.TensorMetadata;
import io.pilotlight.serving.openinference.wire.ModelOutput;
import io.pilotlight.serving.openinference.wire.ModelStatisticsResponse;
import io.pilotlight.serving.openinference.wire.RepositoryIndexResponse;
import io.pilotlight.serving.openinference.wire.ServerMetadataResponse;
import io.pilotlight.serving.openinference.wire.StatisticDuration;
import io.pilotlight.serving.telemetry.InferenceStatistics;

import java.util.List;

/** What the Open Inference Protocol tells of server and model, as protocol buffers; {@link Metadata} tells it as JSON. */
final class GrpcDescriptions {

    private final Served served;
    private final FunctionManifest manifest;
    private final int maxItems;
    private final InferenceStatistics statistics;

    GrpcDescriptions(Served served, int maxItems, InferenceStatistics statistics) {
        this.served = served;
        this.manifest = served.manifest();
        this.maxItems = maxItems;
        this.statistics = statistics;
    }

    ServerMetadataResponse server() {
        return ServerMetadataResponse.newBuilder()
                .setName(Metadata.SERVER)
                .setVersion(Metadata.VERSION)
                .addAllExtensions(Metadata.EXTENSIONS)
                .build();
    }

    ModelMetadataResponse model() {
        return ModelMetadataResponse.newBuilder()
                .setName(served.name())
                .addVersions(FunctionModel.VERSION)
                .setPlatform(Metadata.PLATFORM)
                .addAllInputs(tensors(manifest.inputs()))
                .addAllOutputs(tensors(manifest.outputs()))
                .build();
    }

    private static List<TensorMetadata> tensors(List<TensorSpec> specs) {
        return specs.stream()
                .map(spec -> TensorMetadata.newBuilder()
                        .setName(spec.name())
                        .setDatatype(spec.type().name())
                        .addAllShape(spec.shape().dimensions())
                        .build())
                .toList();
    }

    ModelConfigResponse configuration() {
        ModelConfig.Builder configuration = ModelConfig.newBuilder()
                .setName(served.name())
                .setPlatform(Metadata.PLATFORM)
                .setBackend(ModelConfiguration.BACKEND)
                .setMaxBatchSize(maxItems);
        for (TensorSpec spec : manifest.inputs()) {
            configuration.addInput(ModelInput.newBuilder()
                    .setName(spec.name())
                    .setDataType(type(spec))
                    .addAllDims(dimensions(spec.shape())));
        }
        for (TensorSpec spec : manifest.outputs()) {
            configuration.addOutput(ModelOutput.newBuilder()
                    .setName(spec.name())
                    .setDataType(type(spec))
                    .addAllDims(dimensions(spec.shape())));
        }
        return ModelConfigResponse.newBuilder().setConfig(configuration).build();
    }

    private static io.pilotlight.serving.openinference.wire.DataType type(TensorSpec spec) {
        return io.pilotlight.serving.openinference.wire.DataType.valueOf(ModelConfiguration.type(spec.type()));
    }

    private static List<Long> dimensions(Shape shape) {
        return ModelConfiguration.dimensions(shape).dimensions();
    }

    ModelStatisticsResponse statistics() {
        InferenceStatistics.Snapshot snapshot = statistics.snapshot();
        ModelStatisticsResponse.Builder response = ModelStatisticsResponse.newBuilder();
        response.addModelStatsBuilder()
                .setName(served.name())
                .setVersion(FunctionModel.VERSION)
                .setLastInference(snapshot.lastInference().toEpochMilli())
                .setInferenceCount(snapshot.items())
                .setExecutionCount(snapshot.items())
                .setInferenceStats(InferStatistics.newBuilder()
                        .setSuccess(total(snapshot.success()))
                        .setFail(total(snapshot.failure()))
                        .setQueue(total(snapshot.queue()))
                        .setComputeInfer(total(snapshot.inference())));
        return response.build();
    }

    private static StatisticDuration total(InferenceStatistics.Total total) {
        return StatisticDuration.newBuilder()
                .setCount(total.count())
                .setNs(total.duration().toNanos())
                .build();
    }

    RepositoryIndexResponse repository(boolean ready, boolean onlyReady) {
        RepositoryIndexResponse.Builder response = RepositoryIndexResponse.newBuilder();
        if (ready || !onlyReady) {
            response.addModelsBuilder()
                    .setName(served.name())
                    .setVersion(FunctionModel.VERSION)
                    .setState(Metadata.state(ready))
                    .setReason(Metadata.reason(ready));
        }
        return response.build();
    }
}
