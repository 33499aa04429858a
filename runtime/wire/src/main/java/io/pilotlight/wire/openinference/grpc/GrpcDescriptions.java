package io.pilotlight.wire.openinference.grpc;

import io.pilotlight.api.TensorSpec;
import io.pilotlight.wire.openinference.ModelConfiguration;
import io.pilotlight.wire.openinference.ModelDescription;
import io.pilotlight.wire.openinference.ModelState;
import io.pilotlight.wire.openinference.Server;
import io.pilotlight.wire.openinference.Statistics;
import io.pilotlight.wire.openinference.message.DataType;
import io.pilotlight.wire.openinference.message.InferStatistics;
import io.pilotlight.wire.openinference.message.ModelConfig;
import io.pilotlight.wire.openinference.message.ModelConfigResponse;
import io.pilotlight.wire.openinference.message.ModelInput;
import io.pilotlight.wire.openinference.message.ModelMetadataResponse;
import io.pilotlight.wire.openinference.message.ModelMetadataResponse.TensorMetadata;
import io.pilotlight.wire.openinference.message.ModelOutput;
import io.pilotlight.wire.openinference.message.ModelStatistics;
import io.pilotlight.wire.openinference.message.ModelStatisticsResponse;
import io.pilotlight.wire.openinference.message.RepositoryIndexResponse;
import io.pilotlight.wire.openinference.message.ServerMetadataResponse;
import io.pilotlight.wire.openinference.message.StatisticDuration;
import io.pilotlight.wire.telemetry.InferenceStatistics;

import java.util.List;

/** What the Open Inference Protocol tells of server and models, as protocol buffers. */
final class GrpcDescriptions {

    private GrpcDescriptions() {}

    static ServerMetadataResponse server() {
        return ServerMetadataResponse.newBuilder()
                .setName(Server.NAME)
                .setVersion(Server.VERSION)
                .addAllExtensions(Server.EXTENSIONS)
                .build();
    }

    /** A model's signature. */
    static ModelMetadataResponse model(ModelDescription model) {
        return ModelMetadataResponse.newBuilder()
                .setName(model.id().name())
                .addAllVersions(model.versions())
                .setPlatform(Server.PLATFORM)
                .addAllInputs(tensors(model.signature().inputs()))
                .addAllOutputs(tensors(model.signature().outputs()))
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

    static ModelConfigResponse configuration(ModelConfiguration configuration) {
        ModelConfig.Builder config = ModelConfig.newBuilder()
                .setName(configuration.name())
                .setPlatform(Server.PLATFORM)
                .setBackend(Server.BACKEND)
                .setMaxBatchSize(configuration.maxBatchSize());
        for (ModelConfiguration.Port port : configuration.input()) {
            config.addInput(ModelInput.newBuilder()
                    .setName(port.name())
                    .setDataType(DataType.valueOf(port.dataType()))
                    .addAllDims(port.dimensions().dimensions()));
        }
        for (ModelConfiguration.Port port : configuration.output()) {
            config.addOutput(ModelOutput.newBuilder()
                    .setName(port.name())
                    .setDataType(DataType.valueOf(port.dataType()))
                    .addAllDims(port.dimensions().dimensions()));
        }
        return ModelConfigResponse.newBuilder().setConfig(config).build();
    }

    static ModelStatisticsResponse statistics(List<Statistics> models) {
        return ModelStatisticsResponse.newBuilder()
                .addAllModelStats(
                        models.stream().map(GrpcDescriptions::statistics).toList())
                .build();
    }

    private static ModelStatistics statistics(Statistics model) {
        InferenceStatistics.Snapshot sums = model.sums();
        return ModelStatistics.newBuilder()
                .setName(model.id().name())
                .setVersion(model.id().version())
                .setLastInference(sums.lastInference().toEpochMilli())
                .setInferenceCount(sums.items())
                .setExecutionCount(sums.items())
                .setInferenceStats(InferStatistics.newBuilder()
                        .setSuccess(total(sums.success()))
                        .setFail(total(sums.failure()))
                        .setQueue(total(sums.queue()))
                        .setComputeInfer(total(sums.inference())))
                .build();
    }

    private static StatisticDuration total(InferenceStatistics.Total total) {
        return StatisticDuration.newBuilder()
                .setCount(total.count())
                .setNs(total.duration().toNanos())
                .build();
    }

    static RepositoryIndexResponse index(List<ModelState> models) {
        RepositoryIndexResponse.Builder response = RepositoryIndexResponse.newBuilder();
        for (ModelState model : models) {
            response.addModelsBuilder()
                    .setName(model.id().name())
                    .setVersion(model.id().version())
                    .setState(model.availability().name())
                    .setReason(model.reason());
        }
        return response.build();
    }
}
