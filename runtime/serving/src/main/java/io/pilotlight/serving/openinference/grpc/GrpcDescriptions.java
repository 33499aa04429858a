package io.pilotlight.serving.openinference.grpc;

import io.pilotlight.api.TensorSpec;
import io.pilotlight.serving.openinference.ModelConfiguration;
import io.pilotlight.serving.openinference.Server;
import io.pilotlight.serving.openinference.wire.DataType;
import io.pilotlight.serving.openinference.wire.InferStatistics;
import io.pilotlight.serving.openinference.wire.ModelConfig;
import io.pilotlight.serving.openinference.wire.ModelConfigResponse;
import io.pilotlight.serving.openinference.wire.ModelInput;
import io.pilotlight.serving.openinference.wire.ModelMetadataResponse;
import io.pilotlight.serving.openinference.wire.ModelMetadataResponse.TensorMetadata;
import io.pilotlight.serving.openinference.wire.ModelOutput;
import io.pilotlight.serving.openinference.wire.ModelStatistics;
import io.pilotlight.serving.openinference.wire.ModelStatisticsResponse;
import io.pilotlight.serving.openinference.wire.RepositoryIndexResponse;
import io.pilotlight.serving.openinference.wire.ServerMetadataResponse;
import io.pilotlight.serving.openinference.wire.StatisticDuration;
import io.pilotlight.serving.repository.Model;
import io.pilotlight.serving.repository.ModelState;
import io.pilotlight.serving.telemetry.InferenceStatistics;

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

    /**
     * A model's signature.
     *
     * @param versions of the model that are ready
     */
    static ModelMetadataResponse model(Model model, List<String> versions) {
        return ModelMetadataResponse.newBuilder()
                .setName(model.id().name())
                .addAllVersions(versions)
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

    static ModelStatistics statisticsOf(Model model) {
        InferenceStatistics.Snapshot sums = model.statistics().snapshot();
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

    static ModelStatisticsResponse statistics(List<ModelStatistics> models) {
        return ModelStatisticsResponse.newBuilder().addAllModelStats(models).build();
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
