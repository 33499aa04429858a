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

import com.google.protobuf.Message;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import java.util.List;
import java.util.function.BiFunction;

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
        GrpcService.add(table, "ServerLive", ServerLiveRequest.parser(), request -> ServerLiveResponse.newBuilder()
                .setLive(true)
                .build());
        GrpcService.add(table, "ServerReady", ServerReadyRequest.parser(), request -> ServerReadyResponse.newBuilder()
                .setReady(models.isReady())
                .build());
        GrpcService.add(table, "ServerMetadata", ServerMetadataRequest.parser(), request -> GrpcDescriptions.server());
    }

    private void describeModels(RouteTable table) {
        add(table, "ModelReady", ModelReadyRequest.parser(), (seen, request) -> ModelReadyResponse.newBuilder()
                .setReady(seen.state(request.getName(), request.getVersion()).isReady())
                .build());
        add(
                table,
                "ModelMetadata",
                ModelMetadataRequest.parser(),
                (seen, request) -> GrpcDescriptions.model(seen.describe(request.getName(), request.getVersion())));
        add(
                table,
                "ModelConfig",
                ModelConfigRequest.parser(),
                (seen, request) -> GrpcDescriptions.configuration(
                        ModelConfiguration.of(seen.describe(request.getName(), request.getVersion()))));
        add(
                table,
                "ModelStatistics",
                ModelStatisticsRequest.parser(),
                (seen, request) -> GrpcDescriptions.statistics(statistics(seen, request)));
        add(
                table,
                "RepositoryIndex",
                RepositoryIndexRequest.parser(),
                (seen, request) -> GrpcDescriptions.index(seen.index(request.getReady())));
    }

    private <T extends Message> void add(
            RouteTable table, String method, Parser<T> parser, BiFunction<DescribedModels, T, MessageLite> answer) {
        GrpcService.addAs(table, method, parser, models::seenBy, answer);
    }

    private static List<Statistics> statistics(DescribedModels seen, ModelStatisticsRequest request) {
        return request.getName().isEmpty()
                ? seen.statistics()
                : List.of(seen.statistics(request.getName(), request.getVersion()));
    }
}
