package io.pilotlight.wire.openinference.grpc;

import io.pilotlight.wire.http.RouteTable;
import io.pilotlight.wire.http.Routes;
import io.pilotlight.wire.openinference.DescribedModels;
import io.pilotlight.wire.openinference.ModelConfiguration;
import io.pilotlight.wire.openinference.Statistics;
import io.pilotlight.wire.openinference.message.ModelConfigRequest;
import io.pilotlight.wire.openinference.message.ModelMetadataRequest;
import io.pilotlight.wire.openinference.message.ModelReadyRequest;
import io.pilotlight.wire.openinference.message.ModelReadyResponse;
import io.pilotlight.wire.openinference.message.ModelStatisticsRequest;
import io.pilotlight.wire.openinference.message.RepositoryIndexRequest;
import io.pilotlight.wire.openinference.message.ServerLiveRequest;
import io.pilotlight.wire.openinference.message.ServerLiveResponse;
import io.pilotlight.wire.openinference.message.ServerMetadataRequest;
import io.pilotlight.wire.openinference.message.ServerReadyRequest;
import io.pilotlight.wire.openinference.message.ServerReadyResponse;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import java.util.List;

/** The methods of the Open Inference Protocol over gRPC that describe. How the server is, anybody may know. */
@Singleton
public class GrpcDescriptionRoutes implements Routes {

    private final DescribedModels models;

    @Inject
    GrpcDescriptionRoutes(DescribedModels models) {
        this.models = models;
    }

    @Override
    public void addTo(RouteTable table) {
        describeServer(table);
        describeModels(table);
    }

    private void describeServer(RouteTable table) {
        GrpcService.add(
                table, "ServerLive", ServerLiveRequest.parser(), (request, headers) -> ServerLiveResponse.newBuilder()
                        .setLive(true)
                        .build());
        GrpcService.add(
                table,
                "ServerReady",
                ServerReadyRequest.parser(),
                (request, headers) -> ServerReadyResponse.newBuilder()
                        .setReady(models.isReady())
                        .build());
        GrpcService.add(
                table,
                "ServerMetadata",
                ServerMetadataRequest.parser(),
                (request, headers) -> GrpcDescriptions.server());
    }

    private void describeModels(RouteTable table) {
        GrpcService.add(
                table, "ModelReady", ModelReadyRequest.parser(), (request, headers) -> ModelReadyResponse.newBuilder()
                        .setReady(models.seenBy(headers)
                                .state(request.getName(), request.getVersion())
                                .isReady())
                        .build());
        GrpcService.add(
                table,
                "ModelMetadata",
                ModelMetadataRequest.parser(),
                (request, headers) -> GrpcDescriptions.model(
                        models.seenBy(headers).describe(request.getName(), request.getVersion())));
        GrpcService.add(
                table,
                "ModelConfig",
                ModelConfigRequest.parser(),
                (request, headers) -> GrpcDescriptions.configuration(ModelConfiguration.of(
                        models.seenBy(headers).describe(request.getName(), request.getVersion()))));
        GrpcService.add(
                table,
                "ModelStatistics",
                ModelStatisticsRequest.parser(),
                (request, headers) -> GrpcDescriptions.statistics(statistics(models.seenBy(headers), request)));
        GrpcService.add(
                table,
                "RepositoryIndex",
                RepositoryIndexRequest.parser(),
                (request, headers) ->
                        GrpcDescriptions.index(models.seenBy(headers).index(request.getReady())));
    }

    private static List<Statistics> statistics(DescribedModels seen, ModelStatisticsRequest request) {
        return request.getName().isEmpty()
                ? seen.statistics()
                : List.of(seen.statistics(request.getName(), request.getVersion()));
    }
}
